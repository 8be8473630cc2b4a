package gavel.server.validate;

import gavel.persist.index.FingerprintTable;

/**
 * Remembers which people were sold in which vertical, and which are being sold right now. Any thread: its one table is
 * lock-free. Guarantees that of several leads of one person that run at once, on whichever loops, one gets through.
 */
public final class DuplicateGate {
    /** What a claim met. */
    public enum DuplicateStatus { CLAIMED, DUPLICATE, FULL }

    private final FingerprintTable table;

    public DuplicateGate(final int capacity) {
        this.table = new FingerprintTable(capacity);
    }

    /**
     * Claims all identities of a lead, or none.
     *
     * @param identities keyed hashes of the person's identities.
     * @param untilS     when the claim ends by itself, seconds since 1970.
     */
    public DuplicateStatus claim(final long[] identities, final int count, final long untilS, final long nowS) {
        for (int i = 0; i < count; i++) {
            final FingerprintTable.ClaimStatus status = table.claim(identities[i], untilS, nowS);
            if (status != FingerprintTable.ClaimStatus.CLAIMED) {
                release(identities, i, untilS);
                return status == FingerprintTable.ClaimStatus.FULL ? DuplicateStatus.FULL : DuplicateStatus.DUPLICATE;
            }
        }
        return DuplicateStatus.CLAIMED;
    }

    /** Gives the identities of a lead up that was not sold. */
    public void release(final long[] identities, final int count, final long untilS) {
        for (int i = 0; i < count; i++) {
            table.release(identities[i], untilS);
        }
    }
}
