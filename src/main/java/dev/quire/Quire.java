package dev.quire;

import dev.quire.config.ConfigException;
import dev.quire.observe.Printable;
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
            "6:the forecast goes over a cap; nothing was read"
        })
public final class Quire {

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

    /** The user's mistakes in words, ours with a stack trace. */
    private static int report(Exception failure, CommandLine command) {
        if (failure instanceof ConfigException || failure instanceof Caps.RefusedException) {
            String.valueOf(failure.getMessage())
                    .lines()
                    .forEach(problem -> command.getErr().println("quire: " + Printable.of(problem)));
            return (failure instanceof ConfigException ? ExitCode.USAGE : ExitCode.REFUSED).code();
        }
        command.getErr().println("quire: the run broke off. What has landed stays; the next run goes on from there.");
        failure.printStackTrace(command.getErr());
        return ExitCode.BROKEN.code();
    }
}
