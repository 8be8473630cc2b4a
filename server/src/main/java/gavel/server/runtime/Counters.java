package gavel.server.runtime;

import java.util.concurrent.atomic.AtomicLongArray;

/** The counters of one loop. Written by that loop without a locked instruction; read by anyone. */
public final class Counters {
    private final AtomicLongArray counts = new AtomicLongArray(Counter.values().length);
    private final AtomicLongArray reasons;

    /**
     * @param reasonCount how many reasons can be counted, by their place.
     */
    public Counters(final int reasonCount) {
        this.reasons = new AtomicLongArray(reasonCount);
    }

    /** Counts one. */
    public void count(final Counter counter) {
        add(counter, 1);
    }

    /** Counts several. */
    public void add(final Counter counter, final long count) {
        counts.lazySet(counter.ordinal(), counts.get(counter.ordinal()) + count);
    }

    /** Counts a reason. */
    public void countReason(final int reason) {
        reasons.lazySet(reason, reasons.get(reason) + 1);
    }

    /** How many so far. */
    public long get(final Counter counter) {
        return counts.get(counter.ordinal());
    }

    /** How often a reason so far. */
    public long reason(final int reason) {
        return reasons.get(reason);
    }
}
