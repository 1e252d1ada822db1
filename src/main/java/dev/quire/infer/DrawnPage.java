package dev.quire.infer;

import dev.quire.document.PageImage;
import dev.quire.infer.PageResult.Look;
import org.jspecify.annotations.Nullable;

/**
 * A page that was handed to its engine.
 *
 * @param image kept where figures are to be cut out of it; null where not
 * @param submitted as {@link System#nanoTime} counts
 */
record DrawnPage(
        PageTry page,
        Look look,
        float pointsPerPixel,
        @Nullable PageImage image,
        int renderMillis,
        long submitted) {}
