package gavel.persist.drain;

import gavel.persist.hot.HotShape;

/** Counts the room of one hot map: free, promised and taken. Confined to one loop's thread. */
final class Credits {
    private final HotShape shape;
    private int free;
    private int promised;
    private int reserveUsed;
    private long longRefused;

    Credits(final HotShape shape) {
        this.shape = shape;
        this.free = shape.entries();
    }

    /** Half of the reserve is kept for the records of leads that have their credits already. */
    boolean isShort(final int n) {
        return free < n || reserveUsed > shape.reserveChunks() / 2;
    }

    boolean take(final int n) {
        if (isShort(n)) {
            longRefused += free < n ? 0 : 1;
            return false;
        }
        free -= n;
        promised += n;
        return true;
    }

    void giveBack(final int n) {
        if (n > promised) {
            throw new IllegalStateException(n + " credits for " + shape.name() + " given back, but " + promised
                    + " are out");
        }
        promised -= n;
        free += n;
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
        free++;
        reserveUsed -= shape.extraChunks(recordBytes);
    }

    int free() {
        return free;
    }

    long longRefused() {
        return longRefused;
    }
}
