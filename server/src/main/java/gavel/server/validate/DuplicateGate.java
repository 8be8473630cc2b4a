package gavel.server.validate;

import gavel.persist.index.ClaimStatus;
import gavel.persist.index.GenerationalIndex;

/**
 * Remembers which people were sold in which vertical, and which are being sold right now. Any thread: its one table is
 * lock-free. Guarantees that of several leads of one person that run at once, on whichever loops, one gets through.
 */
public final class DuplicateGate {
    /** What a claim met. */
    public enum DuplicateStatus { CLAIMED, DUPLICATE, FULL }

    private final GenerationalIndex index;

    /**
     * @param capacity identities that may come within the window.
     * @param windowMs longest window of any vertical.
     */
    public DuplicateGate(final int capacity, final long windowMs) {
        this.index = new GenerationalIndex(capacity, windowMs);
    }

    /**
     * Claims all identities of a lead, or none.
     *
     * @param identities keyed hashes of the person's identities.
     * @param untilS     when the claim ends by itself, seconds since 1970.
     */
    public DuplicateStatus claim(final long[] identities, final int count, final long untilS, final long nowS) {
        for (int i = 0; i < count; i++) {
            final ClaimStatus status = index.tryClaim(identities[i], untilS, nowS);
            if (status != ClaimStatus.CLAIMED) {
                release(identities, i, untilS);
                return status == ClaimStatus.FULL ? DuplicateStatus.FULL : DuplicateStatus.DUPLICATE;
            }
        }
        return DuplicateStatus.CLAIMED;
    }

    /** Remembers an identity whatever was known of it, as the start does before the loops run. False: it is full. */
    public boolean remember(final long identity, final long untilS, final long nowMs) {
        return index.put(identity, untilS, nowMs);
    }

    /** Forgets what is older than any window; to be called by one thread, a few times a second. */
    public void tidy(final long nowMs) {
        index.rotate(nowMs);
    }

    /** Identities that were remembered lately. */
    public int size() {
        return index.size();
    }

    /** Gives the identities of a lead up that was not sold. */
    public void release(final long[] identities, final int count, final long untilS) {
        for (int i = 0; i < count; i++) {
            index.release(identities[i], untilS);
        }
    }
}
