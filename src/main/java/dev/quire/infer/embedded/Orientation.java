package dev.quire.infer.embedded;

import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which way up sheets may lie, by quarters of a full turn that bring them upright, clockwise. */
final class Orientation implements AutoCloseable {

    private static final float DPI = 80;
    private static final int TURNS = 4;
    /** Logits between two ways up below which the network does not know. */
    private static final float SURE = 3;

    private final PictureNetwork network;

    Orientation(PictureNetwork network) {
        this.network = network;
    }

    /**
     * For each sheet the turns that come into question, the likeliest first. Most pages are upright, and the network
     * tells up from down less well than upright from sideways: a turn that it finds has to read better than the upright
     * page, and so has every other turn that may be it.
     */
    List<List<Integer>> candidates(List<Sheet> sheets) throws EngineException {
        List<List<Integer>> candidates = new ArrayList<>();
        for (float[] logits :
                network.run(sheets.stream().map(sheet -> sheet.at(DPI)).toList())) {
            candidates.add(candidates(logits));
        }
        return candidates;
    }

    /** @param logits that the sheet was turned clockwise by 0, 1, 2 or 3 quarters */
    static List<Integer> candidates(float[] logits) {
        int turned = 0;
        for (int i = 1; i < TURNS; i++) {
            turned = logits[i] > logits[turned] ? i : turned;
        }
        Set<Integer> candidates = new LinkedHashSet<>(List.of((TURNS - turned) % TURNS));
        candidates.add(0);
        for (int other = 0; other < TURNS; other++) {
            if (logits[turned] - logits[other] < SURE) {
                candidates.add((TURNS - other) % TURNS);
            }
        }
        return List.copyOf(candidates);
    }

    @Override
    public void close() {
        network.close();
    }
}
