package gavel.persist.drain;

import org.agrona.concurrent.IdleStrategy;

/**
 * Lets the drain rest between batches: not at all while somebody waits for a record, else for the interval, in which
 * records that nobody waits for gather. Confined to the drain's thread.
 */
public final class DrainIdleStrategy implements IdleStrategy {
    /** No rest is longer, so that the thread can be stopped soon. */
    static final long REST_MAX_NS = 100_000_000;

    private final DrainSignal signal;
    private final long intervalNs;

    DrainIdleStrategy(final DrainSignal signal, final long intervalNs) {
        this.signal = signal;
        this.intervalNs = intervalNs;
    }

    @Override
    public void idle(final int workCount) {
        idle();
    }

    @Override
    public void idle() {
        signal.park(intervalNs);
    }

    @Override
    public void reset() {
        // Nothing is kept from one rest to the next.
    }

    @Override
    public String alias() {
        return "drain";
    }
}
