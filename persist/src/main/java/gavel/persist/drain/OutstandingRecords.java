package gavel.persist.drain;

/** Records that the loop has inserted and not yet removed, oldest first, in arrays. Confined to one loop's thread. */
final class OutstandingRecords {
    private final int mask;
    private final long[] ids;
    private final int[] kindsAndAttempts;
    private final int[] lengths;
    private final ForcedListener[] listeners;

    OutstandingRecords(final int capacity) {
        final int slots = Integer.highestOneBit(Math.max(1, capacity - 1)) << 1;
        this.mask = slots - 1;
        this.ids = new long[slots];
        this.kindsAndAttempts = new int[slots];
        this.lengths = new int[slots];
        this.listeners = new ForcedListener[slots];
    }

    void put(final long index, final long id, final int kindCode, final int attempt, final int length,
             final ForcedListener listener) {
        final int slot = (int) index & mask;
        ids[slot] = id;
        kindsAndAttempts[slot] = kindCode << 8 | attempt;
        lengths[slot] = length;
        listeners[slot] = listener;
    }

    long id(final long index) {
        return ids[(int) index & mask];
    }

    int kindCode(final long index) {
        return kindsAndAttempts[(int) index & mask] >>> 8;
    }

    int attempt(final long index) {
        return kindsAndAttempts[(int) index & mask] & 0xff;
    }

    int length(final long index) {
        return lengths[(int) index & mask];
    }

    ForcedListener listener(final long index) {
        return listeners[(int) index & mask];
    }

    void clearListener(final long index) {
        listeners[(int) index & mask] = null;
    }
}
