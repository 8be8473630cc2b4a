package gavel.server.start;

import gavel.config.ServerConfig;
import gavel.persist.journal.JournalException;
import gavel.persist.keys.KeyException;
import gavel.persist.ledger.BooksException;
import gavel.persist.ledger.LedgerException;
import gavel.persist.record.RecordException;
import gavel.persist.recover.StoreException;

import java.net.BindException;

/** Turns what can go wrong into an exit code, and for a start into a sentence. Stateless; any thread. */
public final class StartFailures {
    private StartFailures() {
    }

    static StartException of(final Throwable failure) {
        if (failure instanceof StartException) {
            return (StartException) failure;
        }
        final int code = exitCode(failure);
        return new StartException(code, code == ExitCode.INTERNAL ? "the server could not start: " + failure
                : failure.getMessage(), failure);
    }

    static StartException port(final String key, final ServerConfig.HostPort address, final Throwable cause) {
        return new StartException(ExitCode.PORT, "can't listen on " + address + ": "
                + (cause instanceof BindException ? cause.getMessage() + "; stop what has the port, or set"
                : "this machine has no such address; set") + " another " + key, cause);
    }

    /** What a command ends with that failed like this. */
    public static int exitCode(final Throwable failure) {
        if (failure instanceof StartException) {
            return ((StartException) failure).exitCode();
        }
        if (failure instanceof StoreException) {
            return code(((StoreException) failure).code());
        }
        if (failure instanceof LedgerException) {
            return code(((LedgerException) failure).reason());
        }
        if (failure instanceof KeyException) {
            return ((KeyException) failure).code() == KeyException.Code.OTHER_MASTER ? ExitCode.CONFIG
                    : ExitCode.DAMAGED;
        }
        if (failure instanceof JournalException) {
            return ((JournalException) failure).isNewer() ? ExitCode.NEWER : ExitCode.DAMAGED;
        }
        if (failure instanceof RecordException) {
            return ExitCode.DAMAGED;
        }
        if (failure instanceof BooksException) {
            return ExitCode.BOOKS;
        }
        return failure instanceof UnsupportedOperationException ? ExitCode.CONFIG : ExitCode.INTERNAL;
    }

    private static int code(final StoreException.Code code) {
        switch (code) {
            case IN_USE:
                return ExitCode.IN_USE;
            case DAMAGED:
                return ExitCode.DAMAGED;
            case NEWER_VERSION:
                return ExitCode.NEWER;
            default:
                return ExitCode.DISK;
        }
    }

    private static int code(final LedgerException.Reason reason) {
        switch (reason) {
            case LOCKED:
                return ExitCode.IN_USE;
            case NEWER:
                return ExitCode.NEWER;
            case FAILED:
                return ExitCode.DISK;
            default:
                return ExitCode.DAMAGED;
        }
    }
}
