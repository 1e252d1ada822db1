package dev.quire.infer.embedded;

import ai.djl.ndarray.types.DataType;
import dev.quire.document.Line;
import dev.quire.infer.Device;
import dev.quire.infer.EngineException;
import dev.quire.infer.torch.TorchSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The three networks together: sheets in, lines of text out. Turns and levels sheets that need it. */
final class LineReader implements AutoCloseable {

    private static final float LEAST_CONFIDENCE = 0.35f;
    /** Half a degree: below, levelling a sheet costs more sharpness than it gains. */
    private static final float LEVEL_SLOPE = 0.0087f;
    /** So many of the longest lines tell which way up a sheet is. */
    private static final int SAMPLE = 8;

    private final Orientation orientation;
    private final Detector detector;
    private final Recognizer recognizer;

    LineReader(Orientation orientation, Detector detector, Recognizer recognizer) {
        this.orientation = orientation;
        this.detector = detector;
        this.recognizer = recognizer;
    }

    static LineReader open(Device device) throws EngineException {
        TorchSettings.apply();
        boolean gpu = device.kind() == Device.Kind.GPU;
        ai.djl.Device on = gpu ? ai.djl.Device.gpu(device.index()) : ai.djl.Device.cpu();
        Charset charset = Charset.load("charset.txt");
        List<Network> open = new ArrayList<>();
        try {
            for (String name : List.of("ori", "det", "rec")) {
                open.add(gpu ? Network.load(name + ".pt", on, DataType.FLOAT16) : Network.load(name + onCpu(), on));
            }
        } catch (EngineException e) {
            open.forEach(Network::close);
            throw e;
        }
        int pages = gpu ? 8 : 1;
        return new LineReader(
                new Orientation(new PictureNetwork(open.get(0), pages)),
                new Detector(new PictureNetwork(open.get(1), pages)),
                new Recognizer(open.get(2), charset, gpu ? 200_000 : 6_000, gpu ? 256 : 16));
    }

    /** In 8 bits where libtorch can: on x86-64, at two and a half times the speed. */
    private static String onCpu() {
        return System.getProperty("os.arch").equals("amd64") ? "-int8.pt" : ".pt";
    }

    List<ReadSheet> read(List<Sheet> sheets) throws EngineException {
        return recognized(level(upright(sheets)));
    }

    double paddingShare() {
        return recognizer.paddingShare();
    }

    private List<Located> upright(List<Sheet> sheets) throws EngineException {
        List<List<Integer>> candidates = orientation.candidates(sheets);
        List<Sheet> ways = new ArrayList<>();
        for (int i = 0; i < sheets.size(); i++) {
            candidates.get(i).stream().map(sheets.get(i)::turned).forEach(ways::add);
        }
        List<Located> located = located(ways);
        List<Located> upright = new ArrayList<>();
        int from = 0;
        for (List<Integer> turns : candidates) {
            upright.add(mostLegible(located.subList(from, from + turns.size())));
            from += turns.size();
        }
        return upright;
    }

    /** The way up in which the longest lines read best. */
    private Located mostLegible(List<Located> ways) throws EngineException {
        if (ways.size() == 1) {
            return ways.get(0);
        }
        List<ReadSheet> samples =
                recognized(ways.stream().map(LineReader::longest).toList());
        int best = 0;
        for (int i = 1; i < ways.size(); i++) {
            best = legibility(samples, ways, i) > legibility(samples, ways, best) ? i : best;
        }
        return ways.get(best);
    }

    private static Located longest(Located located) {
        List<Strip> longest = located.strips().stream()
                .sorted(Comparator.comparingDouble(strip -> -strip.box().width()))
                .limit(SAMPLE)
                .toList();
        return new Located(located.sheet(), longest);
    }

    /** Mean confidence of the lines that were tried, whether they could be read or not. */
    private static double legibility(List<ReadSheet> samples, List<Located> ways, int way) {
        int tried = Math.min(SAMPLE, ways.get(way).strips().size());
        return samples.get(way).lines().stream().mapToDouble(Line::confidence).sum() / Math.max(1, tried);
    }

    private List<Located> located(List<Sheet> sheets) throws EngineException {
        List<List<Strip>> strips = detector.detect(sheets);
        List<Located> located = new ArrayList<>();
        for (int i = 0; i < sheets.size(); i++) {
            located.add(new Located(sheets.get(i), strips.get(i)));
        }
        return located;
    }

    private List<Located> level(List<Located> askew) throws EngineException {
        List<Located> level = new ArrayList<>();
        for (Located located : askew) {
            float slope = Skew.of(located.strips());
            boolean straight = Math.abs(slope) <= LEVEL_SLOPE;
            level.add(
                    straight
                            ? located
                            : located(List.of(located.sheet().levelled(slope))).get(0));
        }
        return level;
    }

    private List<ReadSheet> recognized(List<Located> located) throws EngineException {
        List<Recognizer.Request> requests = new ArrayList<>();
        for (Located sheet : located) {
            for (Strip strip : sheet.strips()) {
                requests.add(new Recognizer.Request(sheet.sheet().grey(), strip.box()));
            }
        }
        List<Line> lines = recognizer.read(requests);
        List<ReadSheet> read = new ArrayList<>();
        int from = 0;
        for (Located sheet : located) {
            int to = from + sheet.strips().size();
            List<Line> kept = lines.subList(from, to).stream()
                    .filter(line -> !line.words().isEmpty() && line.confidence() >= LEAST_CONFIDENCE)
                    .toList();
            read.add(new ReadSheet(sheet.sheet(), kept));
            from = to;
        }
        return read;
    }

    @Override
    public void close() {
        orientation.close();
        detector.close();
        recognizer.close();
    }
}
