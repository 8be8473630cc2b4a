package gavel.server.command;

import gavel.server.start.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line and where help is. The starting thread. */
public final class UsageFailures implements IParameterExceptionHandler {
    @Override
    public int handleParseException(final ParameterException failure, final String[] arguments) {
        final CommandLine command = failure.getCommandLine();
        final String name = command.getCommandSpec().qualifiedName();
        // One of picocli's sentences has the word twice.
        command.getErr().println("gavel: " + (failure instanceof UnmatchedArgumentException
                ? name + " does not take " + String.join(" ", ((UnmatchedArgumentException) failure).getUnmatched())
                : failure.getMessage().replace("option option ", "option ")) + "; `" + name + " --help` tells more");
        UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr().flush();
        return ExitCode.USAGE;
    }
}
