package gavel.server.system;

import org.junit.jupiter.api.Assertions;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Polls for what another thread will bring about, with a limit. Stateless. */
public final class Until {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_NS = 1_000_000;

    /** A condition that may fail with an exception. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    private Until() {
    }

    /** Returns when the condition holds; fails after the limit. */
    public static void holds(final String what, final Condition condition) throws Exception {
        final long endNs = System.nanoTime() + LIMIT_NS;
        while (!condition.holds()) {
            if (System.nanoTime() - endNs > 0) {
                Assertions.fail("not within " + LIMIT_NS / 1_000_000_000 + " s: " + what);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
