package dev.quire;

import dev.quire.config.ConfigException;
import dev.quire.observe.Printable;
import dev.quire.table.Lease;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: one subcommand for each thing that a person does. */
@Command(
        name = "quire",
        description = "Reads every page of a bucket of PDFs into Delta tables, and proves that none was lost.",
        subcommands = {
            RunCommand.class,
            PlanCommand.class,
            QueryCommand.class,
            EvaluateCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "quire 0.1.0",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every page is accounted for",
            "2:arguments, configuration or access; nothing was written",
            "3:the run broke off; what has landed stays, the next run goes on from there",
            "4:a page is missing or there twice",
            "5:more pages failed than spark.quire.max-failed-share allows",
            "6:the forecast goes over a cap; nothing was read",
            "7:another run writes the same output; nothing was read"
        })
public final class Quire {

    private static final Pattern UNFIT = Pattern.compile("(SickDevice|BrokenInstallation)Exception: (.*)");

    private Quire() {}

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Quire())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    }

    /** Spark tells in words alone why tasks failed. */
    private static Optional<String> unfitness(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause -> UNFIT.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(unfit -> unfit.group(1).equals("SickDevice")
                        ? "no device is left that is well. " + unfit.group(2)
                        : unfit.group(2) + ".")
                .findFirst();
    }

    /** The user's mistakes in words, ours with a stack trace. */
    private static int report(Exception failure, CommandLine command) {
        Optional<ExitCode> mistake = mistake(failure);
        if (mistake.isPresent()) {
            String.valueOf(failure.getMessage())
                    .lines()
                    .forEach(problem -> command.getErr().println("quire: " + Printable.of(problem)));
            return mistake.orElseThrow().code();
        }
        unfitness(failure).ifPresent(why -> command.getErr().println("quire: " + why));
        command.getErr().println("quire: the run broke off. What has landed stays; the next run goes on from there.");
        failure.printStackTrace(command.getErr());
        return ExitCode.BROKEN.code();
    }

    private static Optional<ExitCode> mistake(Exception failure) {
        if (failure instanceof ConfigException) {
            return Optional.of(ExitCode.USAGE);
        }
        if (failure instanceof Caps.RefusedException) {
            return Optional.of(ExitCode.REFUSED);
        }
        return failure instanceof Lease.HeldException ? Optional.of(ExitCode.HELD) : Optional.empty();
    }
}
