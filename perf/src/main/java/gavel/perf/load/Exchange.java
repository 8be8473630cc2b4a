package gavel.perf.load;

import io.netty.handler.codec.http.FullHttpResponse;

/**
 * Hears what becomes of a request of a lead: it is sent, and then exactly one of answered and failed.
 * Called on the load loop.
 */
interface Exchange {
    /** The request is about to be written. */
    void onSent(int lead, long nowNs);

    /** The whole answer is here; it is released after this call. */
    void onAnswered(int lead, FullHttpResponse response, long nowNs);

    /** There will be no answer. */
    void onFailed(int lead, Outcome outcome, String why, long nowNs);
}
