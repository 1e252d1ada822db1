package dev.quire.infer.embedded;

import ai.djl.ndarray.NDList;
import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network that looks at whole pictures, several of one size together. */
final class PictureNetwork implements AutoCloseable {

    /** Width and height that the network takes are multiples of this. */
    private static final int GRID = 32;

    private final Network network;
    private final int batch;

    /** @param batch the most pictures of one size that are looked at together */
    PictureNetwork(Network network, int batch) {
        this.network = network;
        this.batch = batch;
    }

    /** One answer for each picture, in order. */
    List<float[]> run(List<Grey> pictures) throws EngineException {
        Map<List<Integer>, List<Integer>> bySize = new LinkedHashMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            Grey picture = pictures.get(i);
            bySize.computeIfAbsent(
                            List.of(padded(picture.width()), padded(picture.height())), size -> new ArrayList<>())
                    .add(i);
        }
        List<float[]> answers = new ArrayList<>(Collections.nCopies(pictures.size(), new float[0]));
        for (List<Integer> same : bySize.values()) {
            for (int from = 0; from < same.size(); from += batch) {
                List<Integer> together = same.subList(from, Math.min(same.size(), from + batch));
                run(together, pictures, answers);
            }
        }
        return answers;
    }

    private void run(List<Integer> together, List<Grey> pictures, List<float[]> answers) throws EngineException {
        int width = padded(pictures.get(together.get(0)).width());
        int height = padded(pictures.get(together.get(0)).height());
        byte[] pixels = new byte[together.size() * width * height];
        for (int i = 0; i < together.size(); i++) {
            pictures.get(together.get(i)).copyTo(pixels, i * width * height, width, height);
        }
        float[] answer = network.run(pixels, together.size(), height, width, PictureNetwork::values);
        int share = answer.length / together.size();
        for (int i = 0; i < together.size(); i++) {
            answers.set(together.get(i), Arrays.copyOfRange(answer, i * share, (i + 1) * share));
        }
    }

    private static float[] values(NDList answer) {
        return answer.singletonOrThrow().toFloatArray();
    }

    /** The width or height that a picture is brought to. */
    static int padded(int size) {
        return (size + GRID - 1) / GRID * GRID;
    }

    @Override
    public void close() {
        network.close();
    }
}
