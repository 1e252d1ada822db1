package dev.quire.infer.deepseek;

import ai.djl.pytorch.jni.IValue;
import dev.quire.infer.EngineException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The views of a page in memory outside of the heap, from which a GPU copies by itself while the host goes on. Closed when
 * the device has been told to copy: libtorch uses the memory again once that is done.
 */
final class Picture implements AutoCloseable {

    private final IValue pixels;
    private final int tiles;
    private final Runnable closed;

    private Picture(IValue pixels, int tiles, Runnable closed) {
        this.pixels = pixels;
        this.tiles = tiles;
        this.closed = closed;
    }

    /**
     * With memory of its own.
     *
     * @param views writes the bytes, as {@link PageViews#writeTo} does
     * @param closed is run when the memory is free again, not where an exception is thrown
     */
    static Picture of(Program program, int tiles, Consumer<ByteBuffer> views, Runnable closed) throws EngineException {
        try (Scope scope = program.scope()) {
            IValue pixels = scope.keep("picture", scope.number(PageViews.bytes(tiles)), scope.flag(program.isOnGpu()));
            try {
                views.accept(scope.memory(pixels));
            } catch (RuntimeException e) {
                pixels.close();
                throw e;
            }
            return new Picture(pixels, tiles, closed);
        }
    }

    /** uint8, as long as {@link PageViews#bytes}. */
    IValue pixels() {
        return pixels;
    }

    int tiles() {
        return tiles;
    }

    @Override
    public void close() {
        pixels.close();
        closed.run();
    }
}
