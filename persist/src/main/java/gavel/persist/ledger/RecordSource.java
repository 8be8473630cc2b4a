package gavel.persist.ledger;

import org.agrona.DirectBuffer;

/** The journal, as far as settlement is concerned. Called by one thread at a time. */
@FunctionalInterface
public interface RecordSource {
    /**
     * Hands over records in the order of their sequence, without a gap. Only forced records may be seen here.
     *
     * @param fromSequence sequence of the first record that is wanted.
     * @param limit        most records to hand over.
     * @return how many were handed over; 0 when there is none yet.
     */
    int read(long fromSequence, int limit, Visitor visitor);

    /** Receives one record. */
    @FunctionalInterface
    interface Visitor {
        /** The record's bytes, header first; they are valid during the call only. */
        void onRecord(DirectBuffer buffer, int offset, int length);
    }
}
