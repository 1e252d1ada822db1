package dev.quire.infer.embedded;

import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import dev.quire.layout.PageLayout;
import dev.quire.layout.Rule;
import java.util.ArrayList;
import java.util.List;

/** Reads page images: finds lines, reads them, puts them in order. */
final class EmbeddedEngine implements Engine {

    private static final float RULES_DPI = 150;

    private final LineReader reader;

    private EmbeddedEngine(LineReader reader) {
        this.reader = reader;
    }

    static EmbeddedEngine open(Placement placement) throws EngineException {
        return new EmbeddedEngine(LineReader.open(placement));
    }

    @Override
    public List<PageText> read(List<PageImage> batch) throws EngineException {
        List<ReadSheet> sheets = sheets(batch);
        List<PageText> texts = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            PageImage page = batch.get(i);
            ReadSheet read = sheets.get(i);
            texts.add(PageLayout.of(
                    read.lines(), rules(read.sheet()), box -> read.sheet().onPage(box, page.width(), page.height())));
        }
        return texts;
    }

    /** What is read on each page, before it is put in order. */
    List<ReadSheet> sheets(List<PageImage> batch) throws EngineException {
        return reader.read(batch.stream().map(Sheet::of).toList());
    }

    private static List<Rule> rules(Sheet sheet) {
        Grey picture = sheet.at(RULES_DPI);
        float scale = (float) sheet.grey().width() / picture.width();
        return RuleFinder.of(picture).stream().map(rule -> rule.scaled(scale)).toList();
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
