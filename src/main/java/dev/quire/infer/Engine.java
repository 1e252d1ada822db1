package dev.quire.infer;

import dev.quire.device.EngineLoad;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import java.util.List;

/** A loaded model that reads page images. Safe for several threads at once; owns its native memory until closed. */
public interface Engine extends AutoCloseable {

    /** Reads a batch: one text for each image, in order, boxes in pixels of the image. */
    List<PageText> read(List<PageImage> batch) throws EngineException;

    /** How many threads may call {@link #read} at once with profit: fewer than wanted where the device has no room for more. */
    default int parallelism(int wanted) {
        return wanted;
    }

    /** How full its batches were, so far; an engine that does not say is not counted. */
    default EngineLoad load() {
        return EngineLoad.NONE;
    }

    @Override
    void close();
}
