package dev.quire.plan;

import dev.quire.config.ReadConfig;
import dev.quire.config.TextLayerUse;
import dev.quire.document.DocumentException;
import dev.quire.document.ErrorClass;
import dev.quire.document.Failure;
import dev.quire.document.OpenDocument;
import dev.quire.document.Outline;
import dev.quire.document.PageFacts;
import dev.quire.document.TextLayer;
import dev.quire.document.TextTrust;
import dev.quire.source.DocumentFiles;
import dev.quire.source.DocumentRef;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;

/** Opens each document once and writes down what its pages are, and which of them their text layer can stand for. A document that cannot be opened says why. */
public record ScanDocuments(DocumentFiles files, ReadConfig config) implements Function<DocumentRef, ScannedDocument> {

    @Override
    public ScannedDocument call(DocumentRef document) throws InterruptedException {
        try {
            return Retry.of(config, document.priority()).call(() -> scan(document));
        } catch (DocumentException e) {
            return new ScannedDocument(document, "", List.of(), Outline.NONE, List.of(), Failure.of(e));
        }
    }

    private ScannedDocument scan(DocumentRef document) throws DocumentException {
        if (document.length() == 0) {
            throw new DocumentException(ErrorClass.EMPTY, "The file is empty. Upload it again, or remove it.");
        }
        try (OpenDocument open = files.open(document, config.limits())) {
            List<PageFacts> pages = new ArrayList<>(open.pages());
            for (int page = 1; page <= open.pages(); page++) {
                pages.add(open.facts(page));
            }
            judge(open, document.length() / open.pages(), pages);
            List<String> warnings = new ArrayList<>(open.warnings());
            Outline outline = outline(open, warnings);
            return new ScannedDocument(document, open.format(), pages, outline, warnings, null);
        }
    }

    /** After all facts are known: a text layer that breaks the document costs its pages the shortcut, and no more. */
    private void judge(OpenDocument open, long fileBytes, List<PageFacts> pages) throws DocumentException {
        for (int i = 0; i < pages.size(); i++) {
            PageFacts page = pages.get(i);
            pages.set(i, page.hasTextLayer() ? judged(open, fileBytes, page) : page.with(fileBytes, TextTrust.NO_TEXT));
        }
    }

    private PageFacts judged(OpenDocument open, long fileBytes, PageFacts page) throws DocumentException {
        if (config.textLayer() == TextLayerUse.NEVER) {
            return page.with(fileBytes, TextTrust.NOT_ASKED);
        }
        if (open.broken()) {
            return page.with(fileBytes, TextTrust.UNREADABLE);
        }
        try {
            TextLayer layer = open.textLayer(page.page());
            boolean untested =
                    config.textLayer() == TextLayerUse.ALWAYS && !layer.flows().isEmpty();
            return page.with(fileBytes, untested ? TextTrust.UNTESTED : layer.trust(), layer.runsOver(page.height()));
        } catch (DocumentException e) {
            if (e.errorClass().passing()) {
                throw e;
            }
            return page.with(fileBytes, TextTrust.UNREADABLE);
        }
    }

    /** Last of all: what breaks the document here costs it its chapters, and no page. */
    private static Outline outline(OpenDocument open, List<String> warnings) throws DocumentException {
        if (open.broken()) {
            return Outline.NONE;
        }
        try {
            return open.outline();
        } catch (DocumentException e) {
            if (e.errorClass().passing()) {
                throw e;
            }
            warnings.add(String.valueOf(e.getMessage()));
            return Outline.NONE;
        }
    }
}
