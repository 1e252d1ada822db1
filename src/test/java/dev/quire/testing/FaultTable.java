package dev.quire.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What each fault did to a run, as the Markdown of target/faults.md; its last line sums it up. */
public final class FaultTable {

    private static final Path FILE = Path.of("target/faults.md");
    private static final List<Row> ROWS = new ArrayList<>();

    /**
     * One injected fault.
     *
     * @param inFlight pages that were not in the tables when it struck
     * @param lost pages that the tables lack when all is over
     * @param duplicated pages and documents that are there more than once
     * @param redone pages that the next run read
     * @param seconds from the fault until every page was in the tables and its run had ended
     */
    public record Row(String fault, long inFlight, long lost, long duplicated, long redone, double seconds) {

        private String markdown() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %.0f |",
                    fault,
                    inFlight,
                    lost,
                    duplicated,
                    redone,
                    seconds);
        }
    }

    private FaultTable() {}

    /** All faults of this profile are injected from one JVM. */
    public static synchronized void add(Row row) throws IOException {
        ROWS.add(row);
        List<String> lines = new ArrayList<>(List.of(
                "| injected | pages in flight | lost | duplicated | redone by the next run | seconds to recover |",
                "|---|---|---|---|---|---|"));
        ROWS.forEach(each -> lines.add(each.markdown()));
        lines.add("");
        lines.add("faults %d, lost %d, duplicated %d"
                .formatted(
                        ROWS.size(),
                        ROWS.stream().mapToLong(Row::lost).sum(),
                        ROWS.stream().mapToLong(Row::duplicated).sum()));
        Files.write(FILE, lines);
        System.out.println(row);
    }

    /** Prints the table when this JVM ends: in that of Maven, after all that Maven has to say, whether the build fails or not. */
    public static void main(String[] arguments) throws IOException {
        String table = Files.exists(FILE) ? Files.readString(FILE) : "No fault was injected.\n";
        // Maven ends the group of threads in which it runs this
        Runtime.getRuntime()
                .addShutdownHook(new Thread(lastingGroup(), () -> System.out.print(table), "table of faults"));
    }

    private static ThreadGroup lastingGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
