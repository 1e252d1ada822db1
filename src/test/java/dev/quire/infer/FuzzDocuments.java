package dev.quire.infer;

import dev.quire.testing.ChildJvm;
import dev.quire.testing.Mutants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Damages the PDFs and images of folders and reads what comes out of it in a process of 1 GB of heap: {@code main RESULTS
 * SEED FILES FOLDER...}. What RESULTS holds already is not done again. The last lines tell what became of the files.
 *
 * <ul>
 *   <li>Crash: the process ends, or anything but a result comes out of the code that scans and reads.
 *   <li>Hang: a step takes longer than {@link #HANG}, or a thread cannot be stopped.
 *   <li>Silent loss: a page without a result of its own; a failure without a reason; a trusted text layer that gives no
 *       text; a page that counts as blank, though it shows something in the undamaged file, while a library complained
 *       about it; fewer pages than the undamaged file has. The last two where neither page nor document has a warning.
 * </ul>
 */
public final class FuzzDocuments {

    /** One step is a scan, or one page: its limits are 8 and 4 seconds of work, 4 times that by the clock. */
    private static final Duration HANG = Duration.ofSeconds(150);

    private static final long MOST_BYTES = 70_000;
    private static final int LOOK_MILLIS = 500;

    private final Path results;
    private final long seed;
    private final long files;
    private final List<String> folders;

    private FuzzDocuments(Path results, long seed, long files, List<String> folders) {
        this.results = results;
        this.seed = seed;
        this.files = files;
        this.folders = folders;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> folders = Arrays.asList(arguments).subList(3, arguments.length);
        FuzzDocuments fuzz = new FuzzDocuments(
                Path.of(arguments[0]), Long.parseLong(arguments[1]), Long.parseLong(arguments[2]), folders);
        fuzz.read();
        fuzz.report();
    }

    private void read() throws IOException, InterruptedException {
        for (long next = next(); next < files; next = next()) {
            try (ChildJvm child = ChildJvm.start(Path.of(results + ".log"), Map.of(), command(next))) {
                watch(child);
            }
        }
    }

    private List<String> command(long first) {
        List<String> command = new ArrayList<>(List.of("-Xmx1g", "-XX:+UseSerialGC"));
        for (String opened :
                List.of("java.lang", "java.nio", "java.util", "sun.nio.ch", "java.lang.invoke", "java.net")) {
            command.add("--add-opens=java.base/%s=ALL-UNNAMED".formatted(opened));
        }
        command.addAll(List.of(
                "-Dlog4j2.configurationFile=classpath:dev/quire/infer/fuzz-log4j2.properties",
                "-cp",
                System.getProperty("java.class.path"),
                FuzzReader.class.getName(),
                results.toString(),
                String.valueOf(seed),
                String.valueOf(MOST_BYTES),
                String.valueOf(first),
                String.valueOf(files)));
        command.addAll(folders);
        return command;
    }

    /** Until the process is at its end; what it was about when it ended otherwise gets its line here. */
    private void watch(ChildJvm child) throws IOException, InterruptedException {
        long size = 0;
        long since = System.nanoTime();
        while (child.isAlive() && System.nanoTime() - since < HANG.toNanos()) {
            Thread.sleep(LOOK_MILLIS);
            long now = Files.exists(results) ? Files.size(results) : 0;
            since = now > size ? System.nanoTime() : since;
            size = now;
        }
        boolean hangs = child.isAlive();
        child.kill();
        int code = child.waitFor(Duration.ofSeconds(10));
        List<String> lines = lines();
        boolean unfinished = !lines.isEmpty() && !lines.get(lines.size() - 1).contains("\tE\t");
        if (hangs || unfinished) {
            Files.writeString(
                    results,
                    "\tE\t%d\t0\t\t%s\n"
                            .formatted(HANG.toMillis(), hangs ? "HANG" : "CRASH process ended with " + code),
                    StandardOpenOption.APPEND);
        } else if (code != 0) {
            throw new IllegalStateException("The process does not start (%s):%n%s".formatted(code, child.output()));
        }
    }

    private long next() throws IOException {
        List<String> lines = lines();
        return lines.isEmpty() ? 0 : number(lines.get(lines.size() - 1)) + 1;
    }

    private List<String> lines() throws IOException {
        return Files.exists(results) ? Files.readAllLines(results) : List.of();
    }

    private static long number(String line) {
        return Long.parseLong(line.split("\t", -1)[1]);
    }

    private void report() throws IOException {
        List<String[]> rows = lines().stream().map(line -> line.split("\t", -1)).toList();
        Map<String, Integer> outcomes = new TreeMap<>();
        Map<String, Integer> notes = new TreeMap<>();
        long crashes = 0;
        long hangs = 0;
        long lost = 0;
        for (String[] row : rows) {
            for (String outcome : row[8].isEmpty() ? new String[0] : row[8].split(";", -1)) {
                String[] parts = outcome.split("=", -1);
                outcomes.merge(parts[0], Integer.parseInt(parts[1]), Integer::sum);
            }
            crashes += row[9].contains("CRASH") ? 1 : 0;
            hangs += row[9].contains("HANG") || !row[7].equals("0") ? 1 : 0;
            lost += row[9].contains("LOST") || row[9].contains("FEWER") ? 1 : 0;
            for (String note : row[9].isEmpty() ? new String[0] : row[9].split("; ", -1)) {
                notes.merge(note.replaceAll("[ :(].*", ""), 1, Integer::sum);
            }
        }
        long[] millis =
                rows.stream().mapToLong(row -> Long.parseLong(row[6])).sorted().toArray();
        outcomes.forEach((outcome, count) -> System.out.printf("  %,8d  %s%n", count, outcome));
        System.out.printf("notes %s%n", notes);
        System.out.printf(
                "milliseconds of work a file: median %,d, 95 %% %,d, 99 %% %,d, longest %,d%n",
                millis[millis.length / 2],
                millis[millis.length * 95 / 100],
                millis[millis.length * 99 / 100],
                millis[millis.length - 1]);
        System.out.printf(
                "%s; seed %d: files %,d, crashes %d, hangs %d, silent losses %d%n",
                new Mutants(seed, MOST_BYTES, folders.stream().map(Path::of).toList()),
                seed,
                rows.size(),
                crashes,
                hangs,
                lost);
    }
}
