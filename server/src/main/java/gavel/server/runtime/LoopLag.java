package gavel.server.runtime;

/**
 * Whether a loop is given more than it can do, by how long what arrives has to wait for it: the time that a probe takes
 * which the loop sends to itself. It is overloaded when no probe has come back in time for a while. It then takes leads
 * only while the wait is a small part of what was in time before, so that refusals are quick and what is taken is
 * handled at once, until the wait has been small for a while. A pause of the machine or the collector is no overload.
 * One per loop; confined to it.
 */
public final class LoopLag {
    /** Always late for so long is overload. Shorter takes a pause for one; longer lets leads in that are late. */
    static final long OVERLOADED_NS = 100_000_000L;
    /** Late probes that it takes as well. Fewer take one long pause and what it left behind for overload. */
    static final int LATE_PROBES = 4;
    /** Overload ends when the wait was small for so long. Shorter forgets it between two waves of its own making. */
    static final long CALM_NS = 250_000_000L;
    /** Part of the longest wait that is small. Less refuses more than it must, more makes refusals slow. */
    static final int SMALL_PART = 4;
    /** Between two probes, of which each leaves 430 bytes of garbage over io_uring. Longer takes longer to see. */
    static final long EVERY_NS = 20_000_000L;
    /** The same in an overload, where what is taken until the next one has to wait. */
    static final long EVERY_OVERLOADED_NS = 1_000_000L;
    /** What was heard before that says nothing of now. */
    static final long STALE_NS = 100_000_000L;
    /** A probe is lost after so long: another is sent, and nothing is known of the wait. */
    static final long LOST_NS = 5_000_000_000L;

    private final long maxNs;
    private final long smallNs;
    private long sentNs;
    private long heardNs;
    private long longWaitNs;
    private long waitNs;
    private long lateSinceNs;
    private int lateProbes;
    private boolean underWay;
    private boolean overloaded;

    /**
     * @param maxNs how long a probe may take.
     */
    public LoopLag(final long maxNs, final long nowNs) {
        this.maxNs = maxNs;
        this.smallNs = maxNs / SMALL_PART;
        this.sentNs = nowNs;
        this.heardNs = nowNs;
        this.longWaitNs = nowNs;
    }

    /** Whether the loop should take nothing new now. */
    boolean isTooMuch(final long nowNs) {
        if (!overloaded) {
            return false;
        }
        return underWay && nowNs - sentNs > smallNs || waitNs > smallNs && nowNs - heardNs < STALE_NS;
    }

    /** Whether it is time for a probe. */
    boolean wantsProbe(final long nowNs) {
        return nowNs - sentNs >= (underWay ? LOST_NS : overloaded ? EVERY_OVERLOADED_NS : EVERY_NS);
    }

    /** A probe leaves. */
    public void onSent(final long nowNs) {
        if (underWay) {
            overloaded = false;
            lateProbes = 0;
        } else if (nowNs - heardNs > STALE_NS) {
            lateProbes = 0;
        }
        underWay = true;
        sentNs = nowNs;
    }

    /** The probe is back. */
    public void onHeard(final long nowNs) {
        underWay = false;
        heardNs = nowNs;
        waitNs = nowNs - sentNs;
        if (waitNs > maxNs) {
            lateSinceNs = lateProbes == 0 ? sentNs : lateSinceNs;
            lateProbes++;
            overloaded |= lateProbes >= LATE_PROBES && nowNs - lateSinceNs >= OVERLOADED_NS;
        } else {
            lateProbes = 0;
        }
        if (waitNs > smallNs) {
            longWaitNs = nowNs;
        } else {
            overloaded &= nowNs - longWaitNs < CALM_NS;
        }
    }
}
