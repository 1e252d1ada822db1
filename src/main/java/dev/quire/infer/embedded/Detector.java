package dev.quire.infer.embedded;

import ai.djl.ndarray.NDList;
import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the lines of text on pictures. */
final class Detector implements AutoCloseable {

    /** Width and height that the network takes are multiples of this. */
    private static final int GRID = 32;

    private static final int PLANES = 3;
    private static final int CELL_WIDTH = 4;
    private static final int CELL_HEIGHT = 2;

    private final Network network;
    private final int batch;

    /** @param batch the most pictures of one size that are looked at together */
    Detector(Network network, int batch) {
        this.network = network;
        this.batch = batch;
    }

    /** The strips of each picture, in pixels of that picture. */
    List<List<Strip>> detect(List<Sheet> sheets) throws EngineException {
        List<Grey> pictures = sheets.stream().map(Sheet::atDetectorScale).toList();
        List<List<Strip>> strips = new ArrayList<>(Collections.nCopies(sheets.size(), List.of()));
        for (List<Integer> group : groups(pictures)) {
            List<LineMap> maps = maps(group.stream().map(pictures::get).toList());
            for (int i = 0; i < maps.size(); i++) {
                Sheet sheet = sheets.get(group.get(i));
                float scale = (float) sheet.grey().width()
                        / pictures.get(group.get(i)).width();
                strips.set(group.get(i), scaled(maps.get(i).strips(), scale));
            }
        }
        return strips;
    }

    private List<List<Integer>> groups(List<Grey> pictures) {
        Map<List<Integer>, List<Integer>> bySize = new LinkedHashMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            Grey picture = pictures.get(i);
            bySize.computeIfAbsent(
                            List.of(padded(picture.width()), padded(picture.height())), size -> new ArrayList<>())
                    .add(i);
        }
        List<List<Integer>> groups = new ArrayList<>();
        for (List<Integer> same : bySize.values()) {
            for (int from = 0; from < same.size(); from += batch) {
                groups.add(same.subList(from, Math.min(same.size(), from + batch)));
            }
        }
        return groups;
    }

    private List<LineMap> maps(List<Grey> pictures) throws EngineException {
        int width = padded(pictures.get(0).width());
        int height = padded(pictures.get(0).height());
        byte[] pixels = new byte[pictures.size() * width * height];
        for (int i = 0; i < pictures.size(); i++) {
            pictures.get(i).copyTo(pixels, i * width * height, width, height);
        }
        float[] answer = network.run(pixels, pictures.size(), height, width, Detector::logits);
        int cells = PLANES * (width / CELL_WIDTH) * (height / CELL_HEIGHT);
        List<LineMap> maps = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            float[] planes = Arrays.copyOfRange(answer, i * cells, (i + 1) * cells);
            maps.add(new LineMap(planes, width / CELL_WIDTH, height / CELL_HEIGHT));
        }
        return maps;
    }

    private static float[] logits(NDList answer) {
        return answer.singletonOrThrow().toFloatArray();
    }

    private static List<Strip> scaled(List<Strip> strips, float scale) {
        return strips.stream()
                .map(strip -> new Strip(strip.box().scaled(scale), strip.slope()))
                .toList();
    }

    private static int padded(int size) {
        return (size + GRID - 1) / GRID * GRID;
    }

    @Override
    public void close() {
        network.close();
    }
}
