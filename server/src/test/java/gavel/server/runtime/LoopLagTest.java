package gavel.server.runtime;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A pause is no overload, an overload is told soon, and it ends; the clock is a number. */
class LoopLagTest {
    private static final long MS = 1_000_000L;
    private static final long MAX_MS = 20;
    private static final long SMALL_MS = MAX_MS / LoopLag.SMALL_PART;

    private long nowNs = 5_000_000 * MS;
    private final LoopLag lag = new LoopLag(MAX_MS * MS, nowNs);

    /** The next probe takes so long. */
    private boolean probe(final long ms) {
        nowNs += MS;
        lag.onSent(nowNs);
        nowNs += ms * MS;
        lag.onHeard(nowNs);
        return lag.isTooMuch(nowNs);
    }

    private void overload() {
        while (!probe(30)) {
            assertTrue(nowNs < 6_000_000 * MS, "never overloaded");
        }
    }

    @Test
    void shouldTakePausesForWhatTheyAre() {
        assertFalse(probe(900), "one long pause");
        assertFalse(probe(300) || probe(100), "and what it left behind");
        assertFalse(probe(0));
        for (int i = 0; i < 1_000; i++) {
            assertFalse(probe(i % 3 == 0 ? MAX_MS : 60), "one in three is in time");
        }
    }

    @Test
    void shouldTellOfAnOverloadAfterAWhile() {
        assertFalse(probe(30) || probe(30) || probe(30), "92 ms");
        assertTrue(probe(30), "123 ms");
        assertTrue(probe(MAX_MS), "in time is not enough now");
        assertTrue(probe(SMALL_MS + 1));
        assertFalse(probe(SMALL_MS), "taken again as soon as the wait is small");
        assertTrue(probe(SMALL_MS + 1), "and not when it is not");
    }

    @Test
    void shouldNotWaitForAProbeThatIsLate() {
        overload();
        assertFalse(probe(0));
        nowNs += MS;
        lag.onSent(nowNs);
        assertFalse(lag.isTooMuch(nowNs + SMALL_MS * MS));
        assertTrue(lag.isTooMuch(nowNs + SMALL_MS * MS + 1));
    }

    @Test
    void shouldForgetTheOverloadOnceItIsOver() {
        overload();
        for (int i = 0; i < 260; i++) {
            assertFalse(probe(0));
        }
        assertFalse(probe(30), "it takes a while again");
    }

    @Test
    void shouldNotGoByWhatItHeardLongAgo() {
        overload();
        assertTrue(lag.isTooMuch(nowNs + LoopLag.STALE_NS - 1));
        assertFalse(lag.isTooMuch(nowNs + LoopLag.STALE_NS));
        final LoopLag other = new LoopLag(MAX_MS * MS, nowNs);
        for (int i = 0; i < 10; i++) {
            nowNs += 2 * LoopLag.STALE_NS;
            other.onSent(nowNs);
            nowNs += 30 * MS;
            other.onHeard(nowNs);
            assertFalse(other.isTooMuch(nowNs), "a lead now and then, each of which met a pause");
        }
    }

    @Test
    void shouldKnowNothingOfTheWaitWhenAProbeIsLostInAnOverload() {
        overload();
        lag.onSent(nowNs);
        assertTrue(lag.isTooMuch(nowNs + LoopLag.LOST_NS - 1));
        nowNs += LoopLag.LOST_NS;
        lag.onSent(nowNs);
        assertFalse(lag.isTooMuch(nowNs + LoopLag.LOST_NS - 1));
    }

    @Test
    void shouldProbeNowAndThenAndMoreOftenInAnOverload() {
        assertFalse(lag.wantsProbe(nowNs + LoopLag.EVERY_NS - 1));
        assertTrue(lag.wantsProbe(nowNs + LoopLag.EVERY_NS));
        lag.onSent(nowNs);
        assertFalse(lag.wantsProbe(nowNs + LoopLag.LOST_NS - 1), "one is under way");
        assertTrue(lag.wantsProbe(nowNs + LoopLag.LOST_NS), "it is lost");
        overload();
        lag.onSent(nowNs);
        lag.onHeard(nowNs);
        assertTrue(lag.wantsProbe(nowNs + LoopLag.EVERY_OVERLOADED_NS));
    }
}
