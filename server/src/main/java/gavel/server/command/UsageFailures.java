package gavel.server.command;

import gavel.server.start.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Says what is wrong with a command line and where help is, and not the whole help. The starting thread. */
public final class UsageFailures implements IParameterExceptionHandler {
    @Override
    public int handleParseException(final ParameterException failure, final String[] arguments) {
        final CommandLine command = failure.getCommandLine();
        // One of picocli's sentences has the word twice.
        command.getErr().println(failure.getMessage().replace("option option ", "option "));
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr().print(command.getHelp().synopsisHeading() + command.getHelp().synopsis(0));
        command.getErr().println(command.getCommandSpec().qualifiedName() + " --help tells more");
        command.getErr().flush();
        return ExitCode.USAGE;
    }
}
