package dev.quire.infer.embedded;

import dev.quire.device.EngineLoad;
import dev.quire.document.Box;
import dev.quire.document.Line;
import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Reads strips of text. Strips of all pages are pooled and sorted by width, so that little padding is computed. */
final class Recognizer implements AutoCloseable {

    private final Network network;
    private final Charset charset;
    private final Shapes shapes;
    private final LongAdder columns = new LongAdder();
    private final LongAdder paddedColumns = new LongAdder();

    Recognizer(Network network, Charset charset, Shapes shapes) {
        this.network = network;
        this.charset = charset;
        this.shapes = shapes;
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
        int[] widths = pending.stream().mapToInt(Pending::width).toArray();
        for (Shapes.Strips strips : shapes.strips(widths)) {
            readBatch(pending.subList(strips.from(), strips.to()), strips.count(), strips.width(), lines);
        }
        return List.of(lines);
    }

    /** Columns that were computed so far, and those of them that were padding. */
    EngineLoad padding() {
        return new EngineLoad(0, 0, columns.sum(), paddedColumns.sum());
    }

    private void readBatch(List<Pending> batch, int count, int width, Line[] lines) throws EngineException {
        byte[] pixels = new byte[count * LineCrop.HEIGHT * width];
        int used = 0;
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).crop().copyTo(pixels, i * LineCrop.HEIGHT * width, width);
            used += batch.get(i).width();
        }
        columns.add((long) count * width);
        paddedColumns.add((long) count * width - used);
        ClassMap answer = network.run(
                pixels,
                count,
                LineCrop.HEIGHT,
                width,
                list -> new ClassMap(list.get(0).toFloatArray(), list.get(1).toLongArray()));
        int steps = answer.columns() / count;
        float stride = (float) width / steps;
        for (int i = 0; i < batch.size(); i++) {
            Pending strip = batch.get(i);
            int read = Math.min(steps, (int) (strip.width() / stride) + 1);
            lines[strip.index()] = new Transcript(charset, strip.crop(), strip.box(), stride)
                    .line(answer, i * steps, i * steps + read);
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
