package dev.quire.infer.embedded;

import dev.quire.document.Box;
import dev.quire.document.Line;
import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Reads strips of text. Strips of all pages are pooled and sorted by width, so that little padding is computed. */
final class Recognizer implements AutoCloseable {

    private static final int WIDTH_STEP = 8;
    private static final float WIDEST_TO_NARROWEST = 1.15f;
    private static final int EXTRA_WIDTH = 16;

    private final Network network;
    private final Charset charset;
    private final int batchPixels;
    private final int batchStrips;
    private final LongAdder columns = new LongAdder();
    private final LongAdder paddedColumns = new LongAdder();

    /**
     * @param batchPixels the most that the widths of one batch sum up to
     * @param batchStrips the most strips of one batch
     */
    Recognizer(Network network, Charset charset, int batchPixels, int batchStrips) {
        this.network = network;
        this.charset = charset;
        this.batchPixels = batchPixels;
        this.batchStrips = batchStrips;
    }

    /** A strip on its sheet. */
    record Request(Grey sheet, Box strip) {}

    /** One line for each request, in order; a line without words where nothing was read. */
    List<Line> read(List<Request> requests) throws EngineException {
        Line[] lines = new Line[requests.size()];
        List<Pending> pending = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            pending.add(new Pending(i, request.strip(), LineCrop.of(request.sheet(), request.strip())));
        }
        pending.sort(Comparator.comparingInt(Pending::width));
        for (int from = 0; from < pending.size(); ) {
            int to = batchEnd(pending, from);
            readBatch(pending.subList(from, to), lines);
            from = to;
        }
        return List.of(lines);
    }

    /** The share of what was computed so far that was padding. */
    double paddingShare() {
        return columns.sum() == 0 ? 0 : (double) paddedColumns.sum() / columns.sum();
    }

    private int batchEnd(List<Pending> pending, int from) {
        float widest = pending.get(from).width() * WIDEST_TO_NARROWEST + EXTRA_WIDTH;
        int to = from + 1;
        while (to < pending.size()
                && to - from < batchStrips
                && pending.get(to).width() <= widest
                && (to - from + 1) * pending.get(to).width() <= batchPixels) {
            to++;
        }
        return to;
    }

    private void readBatch(List<Pending> batch, Line[] lines) throws EngineException {
        int width = (batch.get(batch.size() - 1).width() + WIDTH_STEP - 1) / WIDTH_STEP * WIDTH_STEP;
        byte[] pixels = new byte[batch.size() * LineCrop.HEIGHT * width];
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).crop().copyTo(pixels, i * LineCrop.HEIGHT * width, width);
            paddedColumns.add(width - batch.get(i).width());
        }
        columns.add((long) batch.size() * width);
        ClassMap answer = network.run(
                pixels,
                batch.size(),
                LineCrop.HEIGHT,
                width,
                list -> new ClassMap(list.get(0).toFloatArray(), list.get(1).toLongArray()));
        int steps = answer.columns() / batch.size();
        float stride = (float) width / steps;
        for (int i = 0; i < batch.size(); i++) {
            Pending strip = batch.get(i);
            int used = Math.min(steps, (int) (strip.width() / stride) + 1);
            lines[strip.index()] = new Transcript(charset, strip.crop(), strip.box(), stride)
                    .line(answer, i * steps, i * steps + used);
        }
    }

    @Override
    public void close() {
        network.close();
    }

    private record Pending(int index, Box box, LineCrop crop) {

        int width() {
            return crop.width();
        }
    }
}
