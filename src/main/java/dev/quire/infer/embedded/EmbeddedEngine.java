package dev.quire.infer.embedded;

import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import dev.quire.layout.PageLayout;
import java.util.ArrayList;
import java.util.List;

/** Reads page images: finds lines, reads them, puts them in order. */
final class EmbeddedEngine implements Engine {

    private final LineReader reader;

    private EmbeddedEngine(LineReader reader) {
        this.reader = reader;
    }

    static EmbeddedEngine open(Device device) throws EngineException {
        return new EmbeddedEngine(LineReader.open(device));
    }

    @Override
    public List<PageText> read(List<PageImage> batch) throws EngineException {
        List<ReadSheet> sheets = reader.read(batch.stream().map(Sheet::of).toList());
        List<PageText> texts = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            PageImage page = batch.get(i);
            ReadSheet read = sheets.get(i);
            texts.add(PageLayout.of(
                    read.lines(), box -> read.sheet().onPage(box, page.width(), page.height())));
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
