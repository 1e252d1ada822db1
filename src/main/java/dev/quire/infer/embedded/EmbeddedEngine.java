package dev.quire.infer.embedded;

import dev.quire.device.EngineLoad;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import dev.quire.layout.PageLayout;
import dev.quire.layout.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Reads page images: finds lines, reads them, puts them in order. */
final class EmbeddedEngine implements Engine {

    private static final float RULES_DPI = 150;

    private final LineReader reader;
    private final LongAdder batches = new LongAdder();
    private final LongAdder pages = new LongAdder();

    private EmbeddedEngine(LineReader reader) {
        this.reader = reader;
    }

    static EmbeddedEngine open(Placement placement) throws EngineException {
        return new EmbeddedEngine(LineReader.open(placement));
    }

    @Override
    public List<PageText> read(List<PageImage> batch) throws EngineException {
        batches.increment();
        pages.add(batch.size());
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

    @Override
    public EngineLoad load() {
        return reader.padding().plus(new EngineLoad(batches.sum() * EmbeddedEngines.BATCH_PAGES, pages.sum(), 0, 0));
    }

    @Override
    public void close() {
        reader.close();
    }
}
