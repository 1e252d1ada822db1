package dev.quire.infer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.config.QuireConfig;
import dev.quire.document.PageText;
import dev.quire.plan.Fragment;
import dev.quire.plan.ScanDocuments;
import dev.quire.plan.ScannedDocument;
import dev.quire.plan.cost.PageCost;
import dev.quire.source.DocumentFiles;
import dev.quire.source.DocumentRef;
import dev.quire.source.Passwords;
import dev.quire.source.Priority;
import dev.quire.testing.APdf;
import dev.quire.testing.HookedEngines;
import dev.quire.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class PageReaderTest {

    private static final int PAGES = 12;

    private final JavaSparkContext context;
    private final Path file;

    PageReaderTest(SparkSession spark, @TempDir Path folder) {
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.file = folder.resolve("a.pdf");
    }

    @Test
    @Timeout(120)
    void aPageThatTakesLongKeepsNoOtherWaiting() throws Exception {
        CountDownLatch othersRead = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        HookedEngines engines = HookedEngines.reading(page -> {
            if (first.getAndSet(false)) {
                await(othersRead);
            }
            return PageText.EMPTY;
        });
        List<Integer> read = new ArrayList<>();

        try (PageReader reader = reader(engines)) {
            while (reader.hasNext()) {
                read.add(reader.next().origin().page());
                if (read.size() == PAGES - 1) {
                    othersRead.countDown();
                }
            }
        }

        assertThat(read).hasSize(PAGES).doesNotHaveDuplicates();
    }

    @Test
    @Timeout(120)
    void aPageIsDrawnWhenOneOfThoseThatAreDrawnIsFinished() throws Exception {
        Semaphore drawing = ExecutorEngines.drawing(Device.CPU);
        int cores = ExecutorEngines.cores();
        drawing.acquire(cores);
        CompletableFuture<PageResult> read;
        try (PageReader reader = reader(HookedEngines.reading(page -> PageText.EMPTY))) {
            read = CompletableFuture.supplyAsync(reader::next);
            while (!drawing.hasQueuedThreads()) {
                Thread.sleep(10);
            }
            assertThat(read).isNotDone();
            drawing.release();

            assertThat(read.get()).isInstanceOf(PageResult.Recognized.class);
            assertThat(drawing.availablePermits()).isEqualTo(1);
        } finally {
            drawing.release(cores - 1);
        }
    }

    @Test
    @Timeout(120)
    void theFirstPageIsDrawnBeforeTheEngineIsAsked() throws Exception {
        AtomicBoolean asked = new AtomicBoolean();
        HookedEngines engines = HookedEngines.reading(page -> {
            asked.set(true);
            return PageText.EMPTY;
        });
        Semaphore drawing = ExecutorEngines.drawing(Device.CPU);
        int cores = ExecutorEngines.cores();
        drawing.acquire(cores);
        try (PageReader reader = reader(engines)) {
            CompletableFuture<Void> ahead = CompletableFuture.runAsync(() -> drawAhead(reader));
            while (!drawing.hasQueuedThreads()) {
                Thread.sleep(10);
            }
            drawing.release(cores);
            ahead.get();
            assertThat(asked).isFalse();

            List<Integer> read = new ArrayList<>();
            reader.forEachRemaining(result -> read.add(result.origin().page()));
            assertThat(read).hasSize(PAGES).doesNotHaveDuplicates();
        }
    }

    private static void drawAhead(PageReader reader) {
        try {
            reader.drawAhead();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private PageReader reader(HookedEngines engines) throws IOException, InterruptedException {
        QuireConfig config = QuireConfig.from(Map.of());
        byte[] pdf = APdf.withPages(
                IntStream.rangeClosed(1, PAGES).mapToObj(page -> "Page " + page).toArray(String[]::new));
        Files.write(file, pdf);
        DocumentFiles files = new DocumentFiles(
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
                context.broadcast(Passwords.NONE));
        DocumentRef document = new DocumentRef(
                "%032x".formatted(2), file.toUri().toString(), pdf.length, 1, "key", List.of(), false, Priority.NORMAL);
        ScannedDocument scanned = new ScanDocuments(files, config.read()).call(document);
        return new PageReader(
                List.of(new Fragment(scanned.document(), scanned.pages(), PageCost.NONE, null))
                        .iterator(),
                files,
                config.read(),
                new TaskEngines(
                        new ChosenEngines(engines, null),
                        Device.CPU,
                        config.read(),
                        config.device(),
                        "test",
                        context.hadoopConfiguration()),
                new TaskPages(0, 1),
                new PageResult.Executor("test", "test"));
    }
}
