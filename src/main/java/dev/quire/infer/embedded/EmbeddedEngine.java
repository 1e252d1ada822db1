package dev.quire.infer.embedded;

import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads page images: finds lines, reads them, puts them in order. */
final class EmbeddedEngine implements Engine {

    /** Fewer pixels than this are no writing: the page is empty without looking closer. */
    private static final int LEAST_INK = 8;

    private final LineReader reader;

    private EmbeddedEngine(LineReader reader) {
        this.reader = reader;
    }

    static EmbeddedEngine open(Device device) throws EngineException {
        return new EmbeddedEngine(LineReader.open(device));
    }

    @Override
    public List<PageText> read(List<PageImage> batch) throws EngineException {
        List<PageText> texts = new ArrayList<>(Collections.nCopies(batch.size(), PageText.EMPTY));
        List<Integer> written = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).inkPixels() >= LEAST_INK) {
                written.add(i);
            }
        }
        List<ReadSheet> sheets =
                reader.read(written.stream().map(i -> Sheet.of(batch.get(i))).toList());
        for (int i = 0; i < written.size(); i++) {
            PageImage page = batch.get(written.get(i));
            texts.set(written.get(i), PageLayout.of(sheets.get(i), page.width(), page.height()));
        }
        return texts;
    }

    /** The share of the recognizer's work that was padding, for benchmarks. */
    double paddingShare() {
        return reader.paddingShare();
    }

    @Override
    public void close() {
        reader.close();
    }
}
