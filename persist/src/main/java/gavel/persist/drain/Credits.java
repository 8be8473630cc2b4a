package gavel.persist.drain;

import gavel.persist.hot.HotShape;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the room of one hot map: free, promised and taken. Confined to one loop's thread; others may read what is free
 * and what was refused.
 */
final class Credits {
    private final HotShape shape;
    private final AtomicInteger free = new AtomicInteger();
    private final AtomicLong longRefused = new AtomicLong();
    private int promised;
    private int reserveUsed;

    Credits(final HotShape shape) {
        this.shape = shape;
        this.free.lazySet(shape.entries());
    }

    /** Half of the reserve is kept for the records of leads that have their credits already. */
    boolean isShort(final int n) {
        return free.getPlain() < n || reserveUsed > shape.reserveChunks() / 2;
    }

    boolean take(final int n) {
        if (isShort(n)) {
            longRefused.lazySet(longRefused.getPlain() + (free.getPlain() < n ? 0 : 1));
            return false;
        }
        free.lazySet(free.getPlain() - n);
        promised += n;
        return true;
    }

    void giveBack(final int n) {
        if (n > promised) {
            throw new IllegalStateException(n + " credits for " + shape.name() + " given back, but " + promised
                    + " are out");
        }
        promised -= n;
        free.lazySet(free.getPlain() + n);
    }

    /** A record of this length may be inserted, or an invariant is broken. */
    void ensureRoom(final int recordBytes) {
        if (promised == 0) {
            throw new IllegalStateException("a record of " + shape.name() + " without a credit");
        }
        if (recordBytes > shape.recordMaxBytes()
                || reserveUsed + shape.extraChunks(recordBytes) > shape.reserveChunks()) {
            throw new IllegalStateException("no room in " + shape.name() + " for a record of " + recordBytes
                    + " bytes");
        }
    }

    void onInserted(final int recordBytes) {
        promised--;
        reserveUsed += shape.extraChunks(recordBytes);
    }

    void onRemoved(final int recordBytes) {
        free.lazySet(free.getPlain() + 1);
        reserveUsed -= shape.extraChunks(recordBytes);
    }

    /** Any thread. */
    int free() {
        return free.get();
    }

    /** Any thread. */
    long longRefused() {
        return longRefused.get();
    }
}
