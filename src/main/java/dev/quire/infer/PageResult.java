package dev.quire.infer;

import dev.quire.document.Failure;
import dev.quire.document.PageText;
import dev.quire.document.TextTrust;
import java.io.Serializable;
import java.util.List;

/** What became of one page. */
public sealed interface PageResult extends Serializable {

    PageOrigin origin();

    Effort effort();

    /**
     * What the page cost.
     *
     * @param renderMillis to draw the page, or to read its text layer
     * @param inferMillis from handing the page to the engine to its text: waiting for a batch included
     * @param attempts how often its file was tried
     * @param device that read it, empty where none did
     * @param executor host and executor id
     */
    record Effort(int renderMillis, int inferMillis, int attempts, String device, String executor)
            implements Serializable {}

    /**
     * The page as it was drawn: size in points, share of it that is inked, what went wrong while drawing.
     *
     * @param ink NaN where the page was not drawn
     */
    record Look(float width, float height, float ink, List<String> warnings) implements Serializable {

        public Look {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Text was looked for; it may be empty where a page holds ink but no text.
     *
     * @param trust why it comes from the model, or from the page's text layer
     */
    record Recognized(PageOrigin origin, Effort effort, Look look, PageText text, TextTrust trust)
            implements PageResult {}

    /** Nothing is printed on the page, by measurement of ink. */
    record Blank(PageOrigin origin, Effort effort, Look look) implements PageResult {}

    /** The page is in quarantine. */
    record Failed(PageOrigin origin, Effort effort, Failure failure) implements PageResult {}
}
