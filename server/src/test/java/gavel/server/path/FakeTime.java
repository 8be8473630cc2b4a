package gavel.server.path;

import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/** Time that stands still until a test moves it; the wall clock goes with it. One thread. */
public final class FakeTime {
    /** A millisecond. */
    public static final long MS = 1_000_000L;
    /** 2026-11-22T23:59:54Z: midnight is near. */
    private static final long BEGIN_EPOCH_NS = 1795391994_000L * MS;

    private long nowNs = 77 * MS;

    /** Moves it on. */
    public void advance(final long ns) {
        nowNs += ns;
    }

    /** Monotonic time. */
    public long nowNs() {
        return nowNs;
    }

    /** The same by the wall clock. */
    public long epochNs() {
        return BEGIN_EPOCH_NS + nowNs;
    }

    NanoClock clock() {
        return this::nowNs;
    }

    EpochNanoClock epochClock() {
        return this::epochNs;
    }
}
