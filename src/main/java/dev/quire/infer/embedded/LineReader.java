package dev.quire.infer.embedded;

import dev.quire.document.Line;
import dev.quire.infer.Device;
import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The two networks together: sheets in, lines of text out. Turns and levels sheets that need it. */
final class LineReader implements AutoCloseable {

    private static final float LEAST_CONFIDENCE = 0.35f;
    /** Half a degree: below, levelling a sheet costs more sharpness than it gains. */
    private static final float LEVEL_SLOPE = 0.0087f;
    /** Sheets read with less than this may be the wrong way up. */
    private static final float UPRIGHT_CONFIDENCE = 0.85f;

    private static final float CLEARLY_BETTER = 0.1f;
    private static final int SAMPLE = 12;

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
        List<ReadSheet> read = new ArrayList<>(level(sheets));
        for (int i = 0; i < read.size(); i++) {
            if (read.get(i).confidence() < UPRIGHT_CONFIDENCE) {
                read.set(i, bestTurned(read.get(i), sheets.get(i)));
            }
        }
        return read;
    }

    double paddingShare() {
        return recognizer.paddingShare();
    }

    /** Reads sheets that are upright but may lie askew. */
    private List<ReadSheet> level(List<Sheet> sheets) throws EngineException {
        List<Sheet> level = new ArrayList<>(sheets);
        List<List<Strip>> strips = new ArrayList<>(detector.detect(sheets));
        for (int i = 0; i < sheets.size(); i++) {
            float slope = Skew.of(strips.get(i));
            if (Math.abs(slope) > LEVEL_SLOPE) {
                level.set(i, sheets.get(i).levelled(slope));
                strips.set(i, detector.detect(List.of(level.get(i))).get(0));
            }
        }
        return recognized(level, strips);
    }

    /** Tries the other three ways up on a sample of lines, and reads the whole sheet where one is clearly better. */
    private ReadSheet bestTurned(ReadSheet upright, Sheet sheet) throws EngineException {
        int best = 0;
        float confidence = upright.confidence() + CLEARLY_BETTER;
        for (int quarters = 1; quarters < 4; quarters++) {
            Sheet turned = sheet.turned(quarters);
            List<Strip> strips = detector.detect(List.of(turned)).get(0).stream()
                    .sorted(Comparator.comparingDouble(strip -> -strip.box().width()))
                    .limit(SAMPLE)
                    .toList();
            float sampled = recognized(List.of(turned), List.of(strips)).get(0).confidence();
            if (sampled > confidence) {
                best = quarters;
                confidence = sampled;
            }
        }
        return best == 0 ? upright : level(List.of(sheet.turned(best))).get(0);
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
