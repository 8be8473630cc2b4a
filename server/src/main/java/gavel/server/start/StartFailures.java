package gavel.server.start;

import gavel.config.Config;
import gavel.persist.ledger.LedgerException;
import gavel.persist.recover.StoreException;

import java.net.BindException;
import java.net.SocketException;

/** Turns what can go wrong at a start into an exit code and a sentence. Stateless; any thread. */
final class StartFailures {
    private StartFailures() {
    }

    static StartException of(final Throwable failure, final Config config) {
        if (failure instanceof StartException) {
            return (StartException) failure;
        }
        if (failure instanceof StoreException) {
            return new StartException(code(((StoreException) failure).code()), failure.getMessage(), failure);
        }
        if (failure instanceof LedgerException) {
            return new StartException(ExitCode.DAMAGED, failure.getMessage(), failure);
        }
        if (failure instanceof UnsupportedOperationException) {
            return new StartException(ExitCode.CONFIG, failure.getMessage(), failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException || cause instanceof SocketException
                    || cause instanceof java.nio.channels.UnresolvedAddressException) {
                return new StartException(ExitCode.PORT, "can't listen on " + config.server().listen().address()
                        + " or " + config.server().admin() + ": " + cause.getMessage()
                        + "; stop what has the port, or set listen.address and admin.address", failure);
            }
        }
        return new StartException(ExitCode.INTERNAL, "the server could not start: " + failure, failure);
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
}
