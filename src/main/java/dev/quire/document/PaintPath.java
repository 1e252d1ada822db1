package dev.quire.document;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.util.Matrix;

/** The path that a page is building: the box of each of its pieces, in the page's own coordinates. */
final class PaintPath {

    static final Set<String> FILLING = Set.of("f", "F", "f*", "B", "B*", "b", "b*");
    static final Set<String> PAINTING = Set.of("f", "F", "f*", "B", "B*", "b", "b*", "S", "s");
    static final Set<String> ENDING = Set.of("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n");

    private static final int SIDES = 4;
    private static final int MOST_PIECES = 10_000;

    private final List<Piece> pieces = new ArrayList<>();
    private boolean clips;

    /** A part of a path without a gap. */
    static final class Piece {

        private final Rectangle2D.Float box;
        private int segments;

        private Piece(Point2D.Float start) {
            box = new Rectangle2D.Float(start.x, start.y, 0, 0);
        }

        private void add(Point2D.Float point) {
            box.add(point);
        }

        Rectangle2D box() {
            return box;
        }

        /** As far as the number of its sides tells. */
        boolean isRectangle() {
            return segments <= SIDES;
        }

        /** Straight and curved ones. */
        int segments() {
            return segments;
        }
    }

    /** Whether the operator builds or paints a path. */
    boolean add(String operator, List<COSBase> operands, Matrix matrix) {
        switch (operator) {
            case "m" -> begin(operands, matrix);
            case "l" -> extend(operands, matrix, 2);
            case "v", "y" -> extend(operands, matrix, 4);
            case "c" -> extend(operands, matrix, 6);
            case "re" -> addRectangle(operands, matrix);
            case "h" -> {}
            case "W", "W*" -> clips = true;
            default -> {
                return ENDING.contains(operator);
            }
        }
        return true;
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** Whether it fills its box. */
    boolean isRectangle() {
        return pieces.size() == 1 && pieces.get(0).isRectangle();
    }

    /** Whether what comes next is painted only inside of the path. */
    boolean clips() {
        return clips;
    }

    void clear() {
        pieces.clear();
        clips = false;
    }

    private void begin(List<COSBase> operands, Matrix matrix) {
        float[] numbers = numbers(operands);
        if (numbers.length >= 2 && pieces.size() < MOST_PIECES) {
            pieces.add(new Piece(matrix.transformPoint(numbers[0], numbers[1])));
        }
    }

    private void extend(List<COSBase> operands, Matrix matrix, int count) {
        float[] numbers = numbers(operands);
        if (numbers.length < count || pieces.isEmpty()) {
            return;
        }
        Piece piece = pieces.get(pieces.size() - 1);
        for (int i = 0; i < count; i += 2) {
            piece.add(matrix.transformPoint(numbers[i], numbers[i + 1]));
        }
        piece.segments++;
    }

    private void addRectangle(List<COSBase> operands, Matrix matrix) {
        float[] numbers = numbers(operands);
        if (numbers.length >= 4 && pieces.size() < MOST_PIECES) {
            Piece piece = new Piece(matrix.transformPoint(numbers[0], numbers[1]));
            piece.add(matrix.transformPoint(numbers[0] + numbers[2], numbers[1] + numbers[3]));
            pieces.add(piece);
        }
    }

    private static float[] numbers(List<COSBase> operands) {
        float[] numbers = new float[operands.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = operands.get(i) instanceof COSNumber number ? number.floatValue() : 0;
        }
        return numbers;
    }
}
