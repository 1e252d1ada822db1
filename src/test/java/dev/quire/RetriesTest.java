package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.document.ErrorClass;
import dev.quire.document.FinishReason;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.EngineException;
import dev.quire.observe.RunReport;
import dev.quire.testing.AnImage;
import dev.quire.testing.HookedEngines;
import dev.quire.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of pages that the model fails on: whole runs, with an engine that fails as the test says. */
@ExtendWith(LocalSpark.class)
class RetriesTest {

    private static final String ROWS =
            "SELECT regexp_extract(path, '([a-z-]*).png', 1) AS name, p.status, attempts, attempt_errors, p.engine, d.engine"
                    + " FROM pages p JOIN documents d USING (document_id) ORDER BY name";

    private final Path input;
    private final TestJob job;
    private final Map<Integer, AtomicInteger> tries = new ConcurrentHashMap<>();

    RetriesTest(SparkSession spark, @TempDir Path folder) throws IOException {
        this.input = Files.createDirectory(folder.resolve("in"));
        this.job = new TestJob(spark, folder.resolve("out").toString(), HookedEngines.reading(this::read));
    }

    @BeforeEach
    void pagesThatTheirShapeTellsApart() throws IOException {
        write("good", 1);
        write("memory-once", 2);
        write("broken", 3);
        write("slow-twice", 4);
        write("endless", 5);
    }

    private PageText read(PageImage page) throws EngineException {
        int shape = Math.round((float) page.width() / page.height());
        int before = tries.computeIfAbsent(shape, any -> new AtomicInteger()).getAndIncrement();
        switch (shape) {
            case 2 -> fail(ErrorClass.DEVICE_MEMORY, before < 1);
            case 3 -> fail(ErrorClass.MODEL, true);
            case 4 -> fail(ErrorClass.MODEL_TIMEOUT, before < 2);
            default -> {}
        }
        FinishReason finish = shape == 5 ? FinishReason.LENGTH : FinishReason.STOP;
        return new PageText("text", "text", List.of(), List.of(), 1, 9, finish, 1);
    }

    private static void fail(ErrorClass failure, boolean really) throws EngineException {
        if (really) {
            throw new EngineException(failure, "as the test wants");
        }
    }

    @Test
    void aPageIsTriedAgainAsItsFailureAllowsAndOnceMoreAtTheEndOfTheRun() throws IOException {
        RunReport report = run(Map.of());

        assertThat(report.balances()).isTrue();
        assertThat(job.rows(ROWS))
                .extracting(Object::toString)
                .containsExactly(
                        "[broken,FAILED,3,ArraySeq(MODEL, MODEL, MODEL),hooked,hooked]",
                        "[endless,OK,1,ArraySeq(),hooked,hooked]",
                        "[good,OK,1,ArraySeq(),hooked,hooked]",
                        "[memory-once,OK,2,ArraySeq(DEVICE_MEMORY),hooked,hooked]",
                        "[slow-twice,OK,3,ArraySeq(MODEL_TIMEOUT, MODEL_TIMEOUT),hooked,hooked]");
        assertThat(job.rows("SELECT wave FROM pages ORDER BY wave")).hasToString("[[0], [0], [0], [0], [1]]");
    }

    @Test
    void theAlternativeEngineReadsWhatTheFirstCouldNotAndItsRowsSaySo() throws IOException {
        RunReport report = run(Map.of("spark.quire.engine.alternative", "embedded"));

        assertThat(report.balances()).isTrue();
        assertThat(job.rows(ROWS))
                .extracting(Object::toString)
                .containsExactly(
                        "[broken,OK,2,ArraySeq(MODEL),embedded,embedded]",
                        "[endless,OK,2,ArraySeq(UNFINISHED),embedded,embedded]",
                        "[good,OK,1,ArraySeq(),hooked,hooked]",
                        "[memory-once,OK,2,ArraySeq(DEVICE_MEMORY),hooked,hooked]",
                        "[slow-twice,OK,3,ArraySeq(MODEL_TIMEOUT, MODEL_TIMEOUT),hooked,hooked]");
    }

    private RunReport run(Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("spark.quire.engine", "hooked");
        List.of("timeout", "device-memory", "model")
                .forEach(kind -> settings.put("spark.quire.retry." + kind + ".delay", "20ms"));
        return job.run(settings, input.toString()).orElseThrow();
    }

    private void write(String name, int shape) throws IOException {
        Files.write(input.resolve(name + ".png"), AnImage.written(AnImage.marked(64 * shape, 64), "png"));
    }
}
