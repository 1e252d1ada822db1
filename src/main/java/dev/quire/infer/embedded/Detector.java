package dev.quire.infer.embedded;

import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.List;

/** Finds the lines of text on sheets. */
final class Detector implements AutoCloseable {

    private static final float DPI = 110;
    private static final int CELL_WIDTH = 4;
    private static final int CELL_HEIGHT = 2;
    private static final int GRID = 32;

    private final PictureNetwork network;

    Detector(PictureNetwork network) {
        this.network = network;
    }

    /** The strips of each sheet, in pixels of that sheet. */
    List<List<Strip>> detect(List<Sheet> sheets) throws EngineException {
        List<Grey> pictures = sheets.stream().map(sheet -> sheet.at(DPI)).toList();
        List<float[]> answers = network.run(pictures);
        List<List<Strip>> strips = new ArrayList<>();
        for (int i = 0; i < sheets.size(); i++) {
            Grey picture = pictures.get(i);
            LineMap map = new LineMap(
                            answers.get(i),
                            network.padded(picture.width()) / CELL_WIDTH,
                            network.padded(picture.height()) / CELL_HEIGHT)
                    .cut(cells(picture.width(), CELL_WIDTH), cells(picture.height(), CELL_HEIGHT));
            strips.add(scaled(map.strips(), (float) sheets.get(i).grey().width() / picture.width()));
        }
        return strips;
    }

    /** Those of a picture on the networks' grid: text that a page's edge cuts goes on in the padding behind it. */
    private static int cells(int pixels, int size) {
        return Shapes.roundedUp(pixels, GRID) / size;
    }

    private static List<Strip> scaled(List<Strip> strips, float scale) {
        return strips.stream()
                .map(strip -> new Strip(strip.box().scaled(scale), strip.slope()))
                .toList();
    }

    @Override
    public void close() {
        network.close();
    }
}
