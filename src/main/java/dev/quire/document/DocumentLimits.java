package dev.quire.document;

import java.io.Serializable;
import java.time.Duration;

/**
 * What one document may cost before it is given up.
 *
 * @param longSide pixels of the longer side of a rendered page of ordinary shape; less for a small page or scan, more
 *     for a ribbon of a page
 * @param imagePixels the largest image inside a page that is decoded, width times height
 * @param pages the most pages of one document
 * @param wholeFileBytes a file up to this size is read at once, a larger one in blocks
 * @param openTime for opening a document and finding its pages
 * @param pageTime for the facts of one page, and for rendering it; from half of it on a page is drawn without transparency
 */
public record DocumentLimits(
        int longSide, long imagePixels, int pages, long wholeFileBytes, Duration openTime, Duration pageTime)
        implements Serializable {

    public static final DocumentLimits DEFAULT = new DocumentLimits(
            2_000, 120_000_000, 100_000, 128L << 20, Duration.ofSeconds(120), Duration.ofSeconds(45));
}
