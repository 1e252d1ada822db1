package dev.quire.infer.embedded;

import dev.quire.infer.Device;
import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.List;

/** The two networks together: sheets in, lines of text out. Turns and levels sheets that need it. */
final class LineReader implements AutoCloseable {

    private static final float LEAST_CONFIDENCE = 0.35f;

    private final Detector detector;
    private final Recognizer recognizer;

    LineReader(Detector detector, Recognizer recognizer) {
        this.detector = detector;
        this.recognizer = recognizer;
    }

    static LineReader open(Device device) throws EngineException {
        TorchSettings.apply();
        boolean gpu = device.kind() == Device.Kind.GPU;
        ai.djl.Device on = gpu ? ai.djl.Device.gpu(device.index()) : ai.djl.Device.cpu();
        Charset charset = Charset.load("charset.txt");
        Detector detector = new Detector(Network.load("det.pt", on), gpu ? 8 : 1);
        try {
            Network network = Network.load("rec.pt", on);
            return new LineReader(detector, new Recognizer(network, charset, gpu ? 200_000 : 6_000, gpu ? 256 : 16));
        } catch (EngineException e) {
            detector.close();
            throw e;
        }
    }

    List<ReadSheet> read(List<Sheet> sheets) throws EngineException {
        List<ReadSheet> read = recognized(sheets, detector.detect(sheets));
        return read;
    }

    double paddingShare() {
        return recognizer.paddingShare();
    }

    private List<ReadSheet> recognized(List<Sheet> sheets, List<List<Strip>> strips) throws EngineException {
        List<Recognizer.Request> requests = new ArrayList<>();
        for (int i = 0; i < sheets.size(); i++) {
            for (Strip strip : strips.get(i)) {
                requests.add(new Recognizer.Request(sheets.get(i).grey(), strip.box()));
            }
        }
        List<Line> lines = recognizer.read(requests);
        List<ReadSheet> read = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < sheets.size(); i++) {
            int to = from + strips.get(i).size();
            List<Line> kept = lines.subList(from, to).stream()
                    .filter(line -> !line.words().isEmpty() && line.confidence() >= LEAST_CONFIDENCE)
                    .toList();
            read.add(new ReadSheet(sheets.get(i), kept));
            from = to;
        }
        return read;
    }

    @Override
    public void close() {
        detector.close();
        recognizer.close();
    }
}
