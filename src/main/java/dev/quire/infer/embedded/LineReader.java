package dev.quire.infer.embedded;

import dev.quire.device.EngineLoad;
import dev.quire.document.Line;
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

    private final Placement placement;
    private final Orientation orientation;
    private final Detector detector;
    private final Recognizer recognizer;

    private LineReader(Placement placement, Orientation orientation, Detector detector, Recognizer recognizer) {
        this.placement = placement;
        this.orientation = orientation;
        this.detector = detector;
        this.recognizer = recognizer;
    }

    /** Closes the placement when it is closed. */
    static LineReader open(Placement placement) throws EngineException {
        TorchSettings.apply();
        Charset charset = Charset.load("charset.txt");
        List<Network> open = new ArrayList<>();
        try {
            for (String name : List.of("ori", "det", "rec")) {
                open.add(placement.load(name));
            }
        } catch (EngineException e) {
            open.forEach(Network::close);
            placement.close();
            throw e;
        }
        Shapes shapes = placement.shapes();
        return new LineReader(
                placement,
                new Orientation(new PictureNetwork(open.get(0), shapes)),
                new Detector(new PictureNetwork(open.get(1), shapes)),
                new Recognizer(open.get(2), charset, shapes));
    }

    List<ReadSheet> read(List<Sheet> sheets) throws EngineException {
        return recognized(level(upright(sheets)));
    }

    /** Of the recogniser's work, so far. */
    EngineLoad padding() {
        return recognizer.padding();
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
        placement.close();
    }
}
