package gavel.buyersim;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assertions;

/** Polls for what another thread will bring about, with a limit. Stateless. */
final class Until {
    private static final long LIMIT_NS = 10_000_000_000L;

    private Until() {
    }

    static void holds(final String what, final BooleanSupplier condition) {
        long endNs = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNs > 0) {
                Assertions.fail("not within 10 s: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
