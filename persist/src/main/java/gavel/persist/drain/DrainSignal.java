package gavel.persist.drain;

import java.util.concurrent.locks.LockSupport;

/**
 * Says whether somebody waits for the drain, and wakes it. Any thread asks; the drain alone clears and parks.
 *
 * <p>Nothing is missed: who asks has handed its record over before it sets {@code wanted}; the drain clears it before
 * it looks for records, and looks at it once more between saying that it parks and parking.
 */
final class DrainSignal {
    private volatile boolean wanted;
    private volatile boolean parked;
    private volatile Thread thread;

    /** After handing over a record that is waited for. */
    void request() {
        wanted = true;
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    boolean isParked() {
        return parked;
    }

    void clear() {
        wanted = false;
    }

    /** Unless somebody waits, parks for at most this long or until somebody does. */
    void park(final long maxNs) {
        if (wanted) {
            return;
        }
        thread = Thread.currentThread();
        parked = true;
        if (!wanted) {
            LockSupport.parkNanos(this, maxNs);
        }
        parked = false;
    }
}
