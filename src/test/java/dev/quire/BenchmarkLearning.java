package dev.quire;

import dev.quire.testing.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * How predictions get better over runs that begin with nothing learned: {@code main RUNS FILES DIR}. Each run reads so many
 * files that no run has read, drawn from the folder, every page by the embedded model, into the same tables.
 */
public final class BenchmarkLearning {

    private static final Map<String, String> SETTINGS = Map.of("spark.quire.text-layer", "never");

    private BenchmarkLearning() {}

    public static void main(String[] arguments) throws Exception {
        int runs = Integer.parseInt(arguments[0]);
        int files = Integer.parseInt(arguments[1]);
        List<String> drawn = files(Path.of(arguments[2]));
        run(drawn.subList(0, files), "warm-up");
        String output = Files.createTempDirectory("quire-learning-").toString();
        System.out.println(
                "| run | pages | learned from | mean error of a page | all errors / all time | bias | idle planned | idle | forecast s | read s |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        TestJob job = new TestJob(LocalSpark.session(), output);
        for (int run = 1; run <= runs; run++) {
            double learned = job.rows("SELECT coalesce(sum(pages), 0) FROM page_costs WHERE source = 'OCR'")
                    .get(0)
                    .getDouble(0);
            job.run(SETTINGS, drawn.subList(run * files, (run + 1) * files).toArray(String[]::new));
            Row row = job.rows("""
                    SELECT runs.*, pages.* FROM
                      (SELECT run_id, idle_planned, idle_actual, forecast_seconds, read_seconds
                          FROM runs ORDER BY started_at DESC LIMIT 1) AS runs
                      JOIN (SELECT run_id, count(*) AS pages,
                            avg(abs(predicted_ms - actual) / actual) AS mape,
                            sum(abs(predicted_ms - actual)) / sum(actual) AS share,
                            sum(predicted_ms) / sum(actual) - 1 AS bias
                          FROM (SELECT run_id, predicted_ms, greatest(1, render_ms + infer_ms) AS actual
                              FROM pages WHERE status != 'FAILED') GROUP BY run_id) AS pages
                      USING (run_id)
                    """).get(0);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %.0f | %.0f %% | %.0f %% | %+.0f %% | %.0f %% | %.0f %% | %.0f | %.0f |%n",
                    run,
                    row.<Long>getAs("pages"),
                    learned,
                    100 * row.<Double>getAs("mape"),
                    100 * row.<Double>getAs("share"),
                    100 * row.<Double>getAs("bias"),
                    100 * row.<Double>getAs("idle_planned"),
                    100 * row.<Double>getAs("idle_actual"),
                    row.<Double>getAs("forecast_seconds"),
                    row.<Double>getAs("read_seconds"));
        }
        LocalSpark.session().stop();
    }

    private static void run(List<String> files, String name) throws Exception {
        new TestJob(
                        LocalSpark.session(),
                        Files.createTempDirectory("quire-" + name + "-").toString())
                .run(SETTINGS, files.toArray(String[]::new));
    }

    /** In an order that is the same each time, and not that of their names. */
    private static List<String> files(Path folder) throws Exception {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<String> files = new ArrayList<>(walk.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".pdf"))
                    .sorted()
                    .toList());
            Collections.shuffle(files, new Random(1));
            return files;
        }
    }
}
