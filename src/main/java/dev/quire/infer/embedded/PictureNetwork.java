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

    private final Network network;
    private final Shapes shapes;

    PictureNetwork(Network network, Shapes shapes) {
        this.network = network;
        this.shapes = shapes;
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
            for (int from = 0; from < same.size(); ) {
                int count = shapes.pictures(same.size() - from);
                int to = Math.min(same.size(), from + count);
                run(same.subList(from, to), count, pictures, answers);
                from = to;
            }
        }
        return answers;
    }

    private void run(List<Integer> together, int count, List<Grey> pictures, List<float[]> answers)
            throws EngineException {
        int width = padded(pictures.get(together.get(0)).width());
        int height = padded(pictures.get(together.get(0)).height());
        byte[] pixels = new byte[count * width * height];
        for (int i = 0; i < together.size(); i++) {
            pictures.get(together.get(i)).copyTo(pixels, i * width * height, width, height);
        }
        float[] answer = network.run(pixels, count, height, width, PictureNetwork::values);
        int share = answer.length / count;
        for (int i = 0; i < together.size(); i++) {
            answers.set(together.get(i), Arrays.copyOfRange(answer, i * share, (i + 1) * share));
        }
    }

    private static float[] values(NDList answer) {
        return answer.singletonOrThrow().toFloatArray();
    }

    /** The width or height that a picture is brought to. */
    int padded(int size) {
        return shapes.side(size);
    }

    @Override
    public void close() {
        network.close();
    }
}
