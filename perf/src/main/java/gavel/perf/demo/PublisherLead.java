package gavel.perf.demo;

import gavel.perf.load.Outcome;

/**
 * A lead in a publisher's book.
 * Immutable.
 *
 * @param leadRef  the publisher's own id
 * @param leadId   the server's id, or null
 * @param answered what the publisher was told first
 * @param outcome  what the server says of it now; the same, unless it was open and has been resolved
 */
record PublisherLead(String publisher, String leadRef, String leadId, Outcome answered, Outcome outcome,
                     long priceMicros, long payoutMicros) {
    /** The lead as the server describes it later. */
    PublisherLead resolved(final Outcome now, final long nowPriceMicros, final long nowPayoutMicros) {
        return new PublisherLead(publisher, leadRef, leadId, answered, now, nowPriceMicros, nowPayoutMicros);
    }

    /** Whether the publisher has not learned how it ended. */
    boolean isOpen() {
        return outcome == Outcome.PENDING || outcome == Outcome.UNKNOWN;
    }
}
