package dev.quire.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/**
 * Whether the Latin letters of a font are about as wide as they should be: Pearson's correlation of their widths with
 * those of Helvetica, each letter as often as it is shown. In any font but a shuffled one, an i is narrow and an m is
 * wide.
 */
final class LetterWidths {

    private static final int FEWEST = 60;
    /** Standard deviation over mean: below, all letters have about one width, and nothing can be told. */
    private static final double LEAST_SPREAD = 0.1;

    private static final double SHUFFLED = 0.4;
    private static final double FITTING = 0.75;
    private static final double[] HELVETICA = helvetica();

    private int letters;
    private double x;
    private double y;
    private double xx;
    private double yy;
    private double xy;

    /** @param width in any unit, the same for all letters */
    void add(String text, double width, int times) {
        double expected = text.length() == 1 && text.charAt(0) < HELVETICA.length ? HELVETICA[text.charAt(0)] : 0;
        if (expected > 0 && width > 0) {
            letters += times;
            x += times * expected;
            y += times * width;
            xx += times * expected * expected;
            yy += times * width * width;
            xy += times * expected * width;
        }
    }

    /** Certainly not the letters that they are said to be. */
    boolean areShuffled() {
        return letters >= FEWEST && correlation() < SHUFFLED;
    }

    /** Certainly the letters that they are said to be. */
    boolean areFitting() {
        return letters >= FEWEST && correlation() >= FITTING;
    }

    /** From -1 to 1; NaN where it says nothing. */
    private double correlation() {
        double spreadX = Math.sqrt(Math.max(0, xx / letters - x / letters * x / letters));
        double spreadY = Math.sqrt(Math.max(0, yy / letters - y / letters * y / letters));
        boolean spread = spreadX > LEAST_SPREAD * x / letters && spreadY > LEAST_SPREAD * y / letters;
        return spread ? (xy / letters - x / letters * y / letters) / (spreadX * spreadY) : Double.NaN;
    }

    private static double[] helvetica() {
        PDType1Font font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
        double[] widths = new double['z' + 1];
        try {
            for (char letter = 'A'; letter <= 'z'; letter++) {
                widths[letter] = Character.isLetter(letter) ? font.getWidth(letter) : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return widths;
    }
}
