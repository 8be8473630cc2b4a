package gavel.server.runtime;

/**
 * Whether a loop is given more than it can do. How late its ticks come is the most that what arrives has to wait, so it
 * is overloaded when no tick has come in time for a while, and then takes nothing new from each late tick to the next
 * one in time. What is shorter is a pause: of the machine, of the collector; over io_uring also a turn of many rounds
 * (decision 0014). One per loop; confined to it.
 */
public final class LoopLag {
    /** No tick in time for so long is overload. Shorter takes a pause for one; longer lets leads in that are late. */
    static final long OVERLOADED_NS = 100_000_000L;
    /** Late ticks that it takes as well. Fewer take one long pause and what it left behind for overload. */
    static final int LATE_TICKS = 4;
    /** Without a late tick for so long, the overload is over. Shorter forgets it between two of its own late ticks. */
    static final long CALM_NS = 250_000_000L;

    private final long maxNs;
    private long inTimeNs;
    private long lateNs;
    private int lateTicks;
    private boolean overloaded;

    /**
     * @param maxNs how late a tick may come.
     */
    public LoopLag(final long maxNs) {
        this.maxNs = maxNs;
    }

    /** Whether the loop should take nothing new now. */
    public boolean isTooMuch() {
        return overloaded && lateTicks > 0;
    }

    /** The loop begins to tick. */
    void onStart(final long nowNs) {
        inTimeNs = nowNs;
        lateTicks = 0;
        overloaded = false;
    }

    /** A tick came so late. */
    void onTick(final long byNs, final long nowNs) {
        if (byNs > maxNs) {
            lateNs = nowNs;
            lateTicks++;
            overloaded |= lateTicks >= LATE_TICKS && nowNs - inTimeNs >= OVERLOADED_NS;
        } else {
            inTimeNs = nowNs;
            lateTicks = 0;
            overloaded &= nowNs - lateNs < CALM_NS;
        }
    }
}
