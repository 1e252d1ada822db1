package dev.quire;

import dev.quire.config.ConfigException;
import dev.quire.table.Tables;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quire query}: Spark SQL over the tables of an output. */
@Command(
        name = "query",
        description = "Runs Spark SQL over the views pages, documents and runs.",
        mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {

    /** How results are written. */
    enum Format {
        TABLE,
        JSON,
        CSV
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli
    private CommandSpec spec;

    @Option(names = "--tables", required = true, paramLabel = "URI", description = "The output of a run.")
    @SuppressWarnings("NullAway.Init") // picocli
    private String tables;

    @Option(
            names = "--format",
            defaultValue = "TABLE",
            paramLabel = "table|json|csv",
            description = "table (cut to the screen), json (a line each row) or csv.")
    private Format format = Format.TABLE;

    @Parameters(paramLabel = "SQL", description = "For example: SELECT path, status, pages_ok FROM documents")
    @SuppressWarnings("NullAway.Init") // picocli
    private String sql;

    @Override
    public Integer call() throws Exception {
        try (SparkSession spark = Sessions.open("Quire query")) {
            Tables at = Tables.at(spark, Locations.absolute(tables, spark));
            if (!at.exist()) {
                throw new ConfigException(
                        "--tables %s: no tables of Quire are there. Give the --output of a run.".formatted(tables));
            }
            at.registerViews();
            PrintWriter out = spec.commandLine().getOut();
            print(spark.sql(sql), out);
            out.flush();
            return ExitCode.OK.code();
        } catch (Exception e) {
            if (e instanceof ParseException || e instanceof AnalysisException) {
                throw new ConfigException("The query does not run: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    private void print(Dataset<Row> rows, PrintWriter out) {
        switch (format) {
            case TABLE -> out.println(TextTable.of(rows.columns(), rows.collectAsList()));
            case JSON -> rows.toJSON().toLocalIterator().forEachRemaining(out::println);
            case CSV -> {
                out.println(csv(Arrays.asList(rows.columns())));
                Iterator<Row> all = rows.toLocalIterator();
                while (all.hasNext()) {
                    out.println(csv(TextTable.cells(all.next())));
                }
            }
        }
    }

    /** RFC 4180. */
    private static String csv(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell)
                .collect(Collectors.joining(","));
    }
}
