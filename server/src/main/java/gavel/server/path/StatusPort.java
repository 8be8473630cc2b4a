package gavel.server.path;

import gavel.config.BuyerConfig.Endpoint;

import java.util.concurrent.CompletableFuture;

/** A buyer's status or post URL, as the one who asks off the loops sees it. Any thread. */
@FunctionalInterface
public interface StatusPort {
    /**
     * A buyer's answer. Immutable by convention.
     *
     * @param httpStatus of the answer.
     * @param body       of it, up to the limit of what is read.
     */
    record Reply(int httpStatus, byte[] body) {
    }

    /**
     * Asks.
     *
     * @param target path and query, with nothing left to fill in.
     * @param body   empty: a GET.
     * @return completes with the answer, exceptionally when there is none in time; never later than the timeout.
     */
    CompletableFuture<Reply> ask(Endpoint endpoint, String target, byte[] body);
}
