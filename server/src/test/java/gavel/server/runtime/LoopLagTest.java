package gavel.server.runtime;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A pause is no overload, an overload is told soon, and it ends; the clock is a number. */
class LoopLagTest {
    private static final long MS = 1_000_000L;

    private final LoopLag lag = new LoopLag(20 * MS);
    private long nowNs = 5_000_000 * MS;

    /** The next tick comes so late. */
    private boolean tick(final long lateMs) {
        nowNs += (1 + lateMs) * MS;
        lag.onTick(lateMs * MS, nowNs);
        return lag.isTooMuch();
    }

    private void overload() {
        lag.onStart(nowNs);
        while (!tick(30)) {
            assertTrue(nowNs < 6_000_000 * MS, "never overloaded");
        }
    }

    @Test
    void shouldTakePausesForWhatTheyAre() {
        lag.onStart(nowNs);
        assertFalse(tick(900), "one long pause");
        assertFalse(tick(300) || tick(100), "and what it left behind");
        assertFalse(tick(0));
        for (int i = 0; i < 1_000; i++) {
            assertFalse(tick(i % 3 == 0 ? 20 : 60), "one in three is in time");
        }
    }

    @Test
    void shouldTellOfAnOverloadAfterAWhile() {
        lag.onStart(nowNs);
        assertFalse(tick(30) || tick(30) || tick(30), "93 ms");
        assertTrue(tick(30), "124 ms");
        assertTrue(tick(21));
        assertFalse(tick(20), "taken again as soon as a tick comes in time");
        assertTrue(tick(21), "and not when the next one is late");
    }

    @Test
    void shouldForgetTheOverloadOnceItIsOver() {
        overload();
        for (int i = 0; i < 260; i++) {
            assertFalse(tick(0));
        }
        assertFalse(tick(30));
        overload();
        lag.onStart(nowNs);
        assertFalse(lag.isTooMuch(), "it had nothing to do meanwhile");
        assertFalse(tick(30));
    }
}
