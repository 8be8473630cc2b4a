package gavel.persist.journal;

import org.agrona.DirectBuffer;

/** Is shown records in the order of the journal, on the thread that reads or writes it. */
@FunctionalInterface
public interface JournalVisitor {
    /**
     * One record. The bytes may be read until this returns.
     *
     * @param location where it stands, see {@link Locations}.
     * @param length   header and body, without padding.
     */
    void onRecord(long location, DirectBuffer buffer, int offset, int length);

    /** At a start, before anything is changed: all that is in the journal was shown. */
    default void onEnd(final long nextSequence) {
        // Most care for records only.
    }
}
