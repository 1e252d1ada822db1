package dev.quire.infer.embedded;

import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which way up sheets may lie, by quarters of a full turn that bring them upright, clockwise. */
final class Orientation implements AutoCloseable {

    private static final float DPI = 100;
    private static final int TURNS = 4;
    /** Logits between a way up and its opposite below which the network does not know. */
    private static final float SURE = 3;

    private final PictureNetwork network;

    Orientation(PictureNetwork network) {
        this.network = network;
    }

    /**
     * For each sheet the turns that come into question, the likeliest first. The network tells sideways from upright well,
     * up from down less so: it is taken at its word only where it says upright, and surely so.
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
        int opposite = (turned + 2) % TURNS;
        int back = (TURNS - turned) % TURNS;
        if (turned == 0 && logits[0] - logits[opposite] >= SURE) {
            return List.of(back);
        }
        Set<Integer> others = new TreeSet<>(List.of(0, (back + 2) % TURNS));
        others.remove(back);
        List<Integer> candidates = new ArrayList<>(List.of(back));
        candidates.addAll(others);
        return candidates;
    }

    @Override
    public void close() {
        network.close();
    }
}
