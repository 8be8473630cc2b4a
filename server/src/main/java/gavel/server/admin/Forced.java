package gavel.server.admin;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a record to be forced. The threads of the operators' port. */
final class Forced {
    private static final long FORCE_MAX_S = 10;

    private Forced() {
    }

    /**
     * The sequence of the record.
     *
     * @param look how to find out whether it was recorded after all.
     */
    static long await(final CompletableFuture<Long> forced, final String look) {
        try {
            return forced.get(FORCE_MAX_S, TimeUnit.SECONDS);
        } catch (final TimeoutException | ExecutionException e) {
            throw new AdminException(Reply.UNAVAILABLE,
                    "the journal is not forced, so it may or may not be recorded: " + look);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdminException(Reply.UNAVAILABLE, "the server stops: " + look);
        }
    }
}
