package dev.quire.infer.deepseek;

import dev.quire.document.PageImage;
import dev.quire.infer.EngineException;
import java.util.concurrent.Semaphore;

/**
 * Cuts pages into views. There is memory for those that wait for a place on the device, and a few are cut at once: the first
 * are ready soon, and the thread that writes keeps its core.
 */
final class Pictures {

    private final Program program;
    private final Semaphore memory;

    /** Cutting a page takes less than half as long as drawing one. */
    private final Semaphore cores =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 4), true);

    /** @param most pages that may wait, cut into views; 14 MB each */
    Pictures(Program program, int most) {
        this.program = program;
        this.memory = new Semaphore(most, true);
    }

    /** The page's picture, for the caller to close; waits until there is memory for it. */
    Picture of(PageImage page) throws EngineException, InterruptedException {
        memory.acquire();
        boolean cut = false;
        try {
            cores.acquire();
            try {
                PageViews views = PageViews.of(page.image());
                Picture picture = Picture.of(program, views.grid().tiles(), views::writeTo, memory::release);
                cut = true;
                return picture;
            } finally {
                cores.release();
            }
        } finally {
            if (!cut) {
                memory.release();
            }
        }
    }
}
