package gavel.server.validate;

import gavel.persist.index.ClaimStatus;
import gavel.persist.index.GenerationalIndex;

/**
 * Remembers which people were sold in which vertical, and which are being sold right now. Any thread. Guarantees that
 * of several leads of one person that run at once, on whichever loops, one gets through: who takes an identity looks
 * after that whether it was sold, and who sells one remembers it before giving it back.
 */
public final class DuplicateGate {
    /** What a claim met. */
    public enum DuplicateStatus { CLAIMED, DUPLICATE, FULL }

    /** A time that is over. */
    private static final long FORGOTTEN = 1;

    private final int capacity;
    private final GenerationalIndex sold;
    private final RunningClaims running = new RunningClaims();

    /**
     * @param capacity identities that may be sold within the window, with those that are running.
     * @param windowMs longest window of any vertical.
     */
    public DuplicateGate(final int capacity, final long windowMs) {
        this.capacity = capacity;
        this.sold = new GenerationalIndex(capacity, windowMs);
    }

    /**
     * Claims all identities of a lead, or none.
     *
     * @param identities keyed hashes of the person's identities.
     */
    public DuplicateStatus claim(final long[] identities, final int count, final long nowS) {
        for (int i = 0; i < count; i++) {
            if (!running.add(identities[i])) {
                release(identities, i);
                return DuplicateStatus.DUPLICATE;
            }
            if (sold.get(identities[i]) >= nowS) {
                release(identities, i + 1);
                return DuplicateStatus.DUPLICATE;
            }
        }
        if (count > 0 && size() > capacity) {
            release(identities, count);
            return DuplicateStatus.FULL;
        }
        return DuplicateStatus.CLAIMED;
    }

    /** Gives the identities of a lead up that was not sold. */
    public void release(final long[] identities, final int count) {
        for (int i = 0; i < count; i++) {
            running.remove(identities[i]);
        }
    }

    /**
     * Remembers the identities of a lead that was sold, or may have been. One for which there should be no room stays
     * claimed until the process ends.
     *
     * @param untilS when they are forgotten, seconds since 1970.
     */
    public void keep(final long[] identities, final int count, final long untilS) {
        for (int i = 0; i < count; i++) {
            if (sold.tryClaim(identities[i], untilS, untilS) != ClaimStatus.FULL) {
                running.remove(identities[i]);
            }
        }
    }

    /** Remembers an identity whatever was known of it, as the start does before the loops run. False: it is full. */
    public boolean remember(final long identity, final long untilS, final long nowMs) {
        return sold.put(identity, untilS, nowMs);
    }

    /**
     * Forgets an identity of a lead that was not sold after all, unless the person was sold again since. One thread,
     * the one that calls {@link #tidy}.
     *
     * @param untilS what the lead had it remembered for, to the second before or after.
     */
    public void forget(final long identity, final long untilS, final long nowMs) {
        if (Math.abs(sold.get(identity) - untilS) <= 1) {
            sold.put(identity, FORGOTTEN, nowMs);
        }
    }

    /** Forgets what is older than any window; to be called by one thread, a few times a second. */
    public void tidy(final long nowMs) {
        sold.rotate(nowMs);
    }

    /** Identities that were sold lately, and those that are running. */
    public int size() {
        return sold.size() + running.count();
    }
}
