package gavel.server.command;

import gavel.persist.journal.JournalException;
import gavel.persist.record.RecordException;
import gavel.server.admin.AdminException;
import gavel.server.start.ExitCode;
import gavel.server.start.StartFailures;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;

/** Turns what a command threw into one line on standard error and an exit code. The starting thread. */
public final class CommandFailures implements IExecutionExceptionHandler {
    private final BooleanSupplier isDebug;

    /**
     * @param isDebug whether stack traces are wanted.
     */
    public CommandFailures(final BooleanSupplier isDebug) {
        this.isDebug = isDebug;
    }

    @Override
    public int handleExecutionException(final Exception failure, final CommandLine command,
                                        final ParseResult parsed) {
        if (isDebug.getAsBoolean()) {
            failure.printStackTrace(command.getErr());
        }
        final int code = exitCode(failure);
        command.getErr().println("gavel: " + message(failure, code));
        command.getErr().flush();
        return code;
    }

    private static int exitCode(final Exception failure) {
        if (failure instanceof CommandException) {
            return ((CommandException) failure).exitCode();
        }
        if (failure instanceof AdminException) {
            return ExitCode.USAGE;
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            return ExitCode.DISK;
        }
        return StartFailures.exitCode(failure);
    }

    private static String message(final Exception failure, final int code) {
        if (code == ExitCode.INTERNAL) {
            return "this is a mistake of ours: " + failure + "; --debug shows where";
        }
        if (failure instanceof JournalException && code == ExitCode.DAMAGED || failure instanceof RecordException) {
            return "the journal is damaged: " + failure.getMessage() + ". Keep a copy of the directory; restore the "
                    + "file from a backup.";
        }
        return failure.getMessage() == null || failure instanceof IOException ? failure.toString()
                : failure.getMessage();
    }
}
