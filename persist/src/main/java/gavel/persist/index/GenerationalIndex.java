package gavel.persist.index;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Values by fingerprint that are kept for a time and then forgotten, a whole table at once. One writer calls
 * {@link #put} and {@link #rotate}; any thread calls the rest.
 *
 * <p>Three tables take turns: one is written, the one before it is still read, the third is being emptied a slice at
 * a time. A table takes memory from when it is first written on.
 *
 * <p>An entry is kept for at least {@code keepMs} and at most twice that, as long as the writer goes on.
 */
public final class GenerationalIndex {
    private static final int TABLES = 3;
    private static final int SLICE_BYTES = 4096;

    private final AtomicReferenceArray<FingerprintTable> tables = new AtomicReferenceArray<>(TABLES);
    private final int capacity;
    private final long keepMs;
    private volatile int generation = 1;
    private long sinceMs = Long.MIN_VALUE;
    private int cleared;

    /**
     * An empty index.
     *
     * @param capacity entries of one generation, which is what may come within {@code keepMs}.
     * @param keepMs   how long an entry is kept at least.
     */
    public GenerationalIndex(final int capacity, final long keepMs) {
        this.capacity = capacity;
        this.keepMs = keepMs;
        tables.set(generation, new FingerprintTable(capacity));
    }

    /** Sets a value. The writer. False: this generation is full, and nothing was kept. */
    public boolean put(final long fingerprint, final long value, final long nowMs) {
        rotate(nowMs);
        return table(generation).put(fingerprint, value);
    }

    /** Sets a value; when this generation is full, the oldest is forgotten early. False: it was. The writer. */
    public boolean putForgetting(final long fingerprint, final long value, final long nowMs) {
        if (put(fingerprint, value, nowMs)) {
            return true;
        }
        turn(nowMs);
        put(fingerprint, value, nowMs);
        return false;
    }

    /** Forgets what is old enough, in steps that are short each. The writer, from time to time. */
    public void rotate(final long nowMs) {
        if (sinceMs == Long.MIN_VALUE) {
            sinceMs = nowMs;
        }
        if (cleared >= 0) {
            clearSlice();
        }
        if (nowMs - sinceMs >= keepMs) {
            turn(nowMs);
        }
    }

    private void turn(final long nowMs) {
        while (cleared >= 0) {
            clearSlice();
        }
        if (table(generation + 1) == null) {
            tables.set(Math.floorMod(generation + 1, TABLES), new FingerprintTable(capacity));
        }
        generation = generation + 1;
        sinceMs = nowMs;
        cleared = 0;
    }

    private void clearSlice() {
        final FingerprintTable oldest = table(generation + 1);
        final int next = oldest == null ? 0 : oldest.clear(cleared, SLICE_BYTES);
        cleared = next == 0 ? -1 : next;
    }

    /** The value, or 0. */
    public long get(final long fingerprint) {
        while (true) {
            final int now = generation;
            final long value = table(now).get(fingerprint);
            final long found = value != 0 ? value : previous(now, fingerprint);
            if (generation == now) {
                return found;
            }
        }
    }

    /**
     * Gives the fingerprint the value if it has none, or one below {@code staleBelow}. Any number of threads: exactly
     * one wins, also while tables change, since a claim that landed in a table that is not the newest any more is taken
     * back and made again.
     */
    public ClaimStatus tryClaim(final long fingerprint, final long value, final long staleBelow) {
        while (true) {
            final int now = generation;
            final long previous = previous(now, fingerprint);
            final ClaimStatus status = previous != 0 && previous >= staleBelow ? ClaimStatus.TAKEN
                    : table(now).tryClaim(fingerprint, value, staleBelow);
            if (generation == now) {
                return status;
            }
            if (status == ClaimStatus.CLAIMED) {
                table(now).takeBack(fingerprint, value);
            }
        }
    }

    /** Entries of the generation that is written. */
    public int size() {
        return table(generation).size();
    }

    private FingerprintTable table(final int number) {
        return tables.get(Math.floorMod(number, TABLES));
    }

    private long previous(final int now, final long fingerprint) {
        final FingerprintTable table = table(now - 1);
        return table == null ? 0 : table.get(fingerprint);
    }
}
