package gavel.persist.recover;

import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A record that was found in a hot map. Immutable; the opening thread. */
record HotRecord(Identity identity, DirectBuffer buffer) implements Comparable<HotRecord> {
    private static final int AFTER_ALL_ATTEMPTS = 256;

    static HotRecord copyOf(final Identity identity, final DirectBuffer source, final int length) {
        final byte[] copy = new byte[length];
        source.getBytes(0, copy);
        return new HotRecord(identity, new UnsafeBuffer(copy));
    }

    /** The order in which a lead writes its records, whatever the wall clock did meanwhile. */
    @Override
    public int compareTo(final HotRecord other) {
        final int byId = Long.compare(identity.id(), other.identity.id());
        if (byId != 0) {
            return byId;
        }
        final int byAttempt = Integer.compare(attemptRank(), other.attemptRank());
        return byAttempt != 0 ? byAttempt : Integer.compare(identity.kindCode(), other.identity.kindCode());
    }

    private int attemptRank() {
        return identity.kindCode() == RecordKind.LEAD_ENDED.code() ? AFTER_ALL_ATTEMPTS : identity.attempt();
    }

    /** What may stand at most once in the journal. */
    record Identity(long id, int kindCode, int attempt) {
        static Identity of(final DirectBuffer buffer, final int offset) {
            return new Identity(RecordHeader.id(buffer, offset), RecordHeader.kindCode(buffer, offset),
                    RecordHeader.attempt(buffer, offset));
        }
    }
}
