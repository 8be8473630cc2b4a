package gavel.server.route;

import gavel.config.BuyerConfig;
import gavel.server.catalog.Hash64;
import gavel.server.catalog.SampleConfig;
import gavel.server.route.BreakerGate.Cell;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A buyer whose calls fail is skipped more and more, never always, and is asked again as its answers become good. */
class BreakerGateTest {
    private static final long PART_NS = 100_000_000L;
    private static final long WINDOW_NS = 10 * PART_NS;
    private static final int MAX_PPM = 950_000;
    private static final BuyerConfig.Breaker CONFIG = config(20, 5, 500_000);

    private final Cell cell = new Cell("acme", CONFIG);
    private long nowNs = -3 * WINDOW_NS - 7;
    private long leads;

    private static BuyerConfig.Breaker config(final long callsMin, final long postsMin, final long failureRatePpm) {
        return new BuyerConfig.Breaker(true, WINDOW_NS, callsMin, postsMin, failureRatePpm, MAX_PPM);
    }

    /** Leads of one part of the window, of which so many of a hundred calls fail; returns how many were asked. */
    private int part(final Cell asked, final int count, final int failuresPerHundred) {
        int calls = 0;
        for (int i = 0; i < count; i++) {
            if (asked.skips(Hash64.mix(leads++), asked.sharePpm(nowNs))) {
                asked.onSkipped(nowNs);
            } else {
                asked.onPing(calls++ % 100 >= failuresPerHundred, nowNs);
            }
        }
        nowNs += PART_NS;
        return calls;
    }

    private int part(final int count, final int failuresPerHundred) {
        return part(cell, count, failuresPerHundred);
    }

    @Test
    void shouldGiveEveryBuyerOneCell() {
        final BreakerGate gate = new BreakerGate();
        final BuyerConfig buyer = new SampleConfig().buyer();
        assertSame(gate.cell(buyer), gate.cell(buyer));
        assertNotSame(gate.cell(buyer), new BreakerGate().cell(buyer));
    }

    @Test
    void shouldRiseStepByStepToItsLimitWhileNothingIsAnswered() {
        for (int i = 0; i < 10; i++) {
            part(100, 0);
        }
        assertEquals(0, cell.sharePpm(nowNs));
        int last = 0;
        int rises = 0;
        for (int i = 0; i < 11; i++) {
            assertTrue(part(100, 100) > 0, "some are always asked");
            final int share = cell.sharePpm(nowNs);
            assertTrue(share >= last && share - last <= 210_000, share + " after " + last);
            rises += share > last ? 1 : 0;
            last = share;
        }
        assertEquals(MAX_PPM, last);
        assertTrue(rises >= 5, rises + " steps");
        int asked = 0;
        for (int i = 0; i < 100; i++) {
            asked += part(100, 100);
            assertEquals(MAX_PPM, cell.sharePpm(nowNs));
        }
        assertTrue(asked > 350 && asked < 650, asked + " probes of 10000");
    }

    @Test
    void shouldFallStepByStepToNothingWhenProbesAreAnswered() {
        for (int i = 0; i < 20; i++) {
            part(100, 100);
        }
        int last = cell.sharePpm(nowNs);
        assertEquals(MAX_PPM, last);
        int parts = 0;
        int falls = 0;
        while (last > 0) {
            part(100, 0);
            final int share = cell.sharePpm(nowNs);
            assertTrue(last - share <= 300_000, "from " + last + " to " + share + " at once");
            falls += share < last ? 1 : 0;
            last = share;
            assertTrue(++parts <= 60, "still " + last + " after six windows");
        }
        assertTrue(falls >= 5 && parts >= 10, falls + " steps in " + parts + " parts");
        assertEquals(100, part(100, 0));
    }

    @Test
    void shouldFollowTheRateOfFailures() {
        for (final int below : new int[] {0, 10, 40}) {
            final Cell one = new Cell("b", CONFIG);
            for (int i = 0; i < 100; i++) {
                part(one, 100, below);
                assertEquals(0, one.sharePpm(nowNs), below + " of 100");
            }
        }
        final Cell one = new Cell("b", CONFIG);
        for (int i = 0; i < 100; i++) {
            part(one, 100, 60);
        }
        assertTrue(one.sharePpm(nowNs) > 800_000, one.sharePpm(nowNs) + " of 60 of 100");
        final Cell strict = new Cell("b", config(20, 5, 200_000));
        for (int i = 0; i < 100; i++) {
            part(strict, 100, 40);
        }
        assertTrue(strict.sharePpm(nowNs) > 800_000, "40 of 100 is too much where 20 are");
    }

    @Test
    void shouldLetAFewFailuresPass() {
        for (int i = 0; i < 40; i++) {
            part(2, 100);
            assertEquals(0, cell.sharePpm(nowNs));
        }
        for (int i = 0; i < 10; i++) {
            part(4, 100);
        }
        assertEquals(500_000, cell.sharePpm(nowNs));
    }

    @Test
    void shouldForgetAWindowInWhichNothingHappened() {
        for (int i = 0; i < 20; i++) {
            part(100, 100);
        }
        nowNs += WINDOW_NS;
        assertEquals(0, cell.sharePpm(nowNs));
    }

    @Test
    void shouldSkipABuyerThatTakesNoPostsThoughItBids() {
        for (int i = 0; i < 60; i++) {
            part(100, 0);
            cell.onPost(i % 2 == 0, nowNs - PART_NS);
        }
        assertEquals(0, cell.sharePpm(nowNs), "every second one is the limit");
        for (int i = 0; i < 60; i++) {
            part(100, 0);
            cell.onPost(false, nowNs - PART_NS);
        }
        assertTrue(cell.sharePpm(nowNs) > 900_000, "share " + cell.sharePpm(nowNs));
        int parts = 0;
        while (cell.sharePpm(nowNs) > 0) {
            for (int i = part(100, 0); i > 0; i -= 5) {
                cell.onPost(true, nowNs - PART_NS);
            }
            assertTrue(++parts < 300, "share " + cell.sharePpm(nowNs));
        }
    }

    @Test
    void shouldLoseFewPostsToABuyerThatTakesNone() {
        int posts = 0;
        for (int i = 0; i < 600; i++) {
            final int asked = part(100, 0);
            for (int post = 0; post < asked / 10 + (asked % 10 > i % 10 ? 1 : 0); post++) {
                cell.onPost(false, nowNs - PART_NS);
                posts++;
            }
        }
        assertTrue(posts < 6_000 / 10, posts + " of the 6000 that it would have lost");
    }

    @Test
    void shouldNeverSkipWhereItIsSwitchedOff() {
        final Cell off = new Cell("acme", new BuyerConfig.Breaker(false, WINDOW_NS, 1, 1, 10_000, MAX_PPM));
        for (int i = 0; i < 20; i++) {
            assertEquals(100, part(off, 100, 100));
        }
        assertEquals(0, off.sharePpm(nowNs));
    }

    @Test
    void shouldSkipTheSameLeadsOnEveryRunAndMoreOfThemAtAHigherShare() {
        final Cell again = new Cell("acme", CONFIG);
        final Cell other = new Cell("other", CONFIG);
        int skipped = 0;
        int both = 0;
        for (int i = 0; i < 100_000; i++) {
            final long lead = Hash64.mix(i);
            assertEquals(cell.skips(lead, 300_000), again.skips(lead, 300_000));
            if (cell.skips(lead, 300_000)) {
                skipped++;
                both += other.skips(lead, 300_000) ? 1 : 0;
                assertTrue(cell.skips(lead, 300_001) && cell.skips(lead, MAX_PPM));
            }
            assertFalse(cell.skips(lead, 0));
        }
        assertTrue(Math.abs(skipped - 30_000) < 1_000, skipped + " of 100000");
        assertTrue(Math.abs(both - 9_000) < 1_000, both + " of two buyers: they are skipped by leads of their own");
    }

    @Test
    void shouldSkipNoLeadBecauseTheBuyerWouldWinItsTies() {
        final long tieSeed = Hash64.of(new byte[] {'a', 'c', 'm', 'e'}, 0, 4);
        int low = 0;
        for (int i = 0; i < 100_000; i++) {
            final long lead = Hash64.mix(i);
            low += cell.skips(lead, 500_000) && Hash64.mix(tieSeed ^ lead) < 0 ? 1 : 0;
        }
        assertTrue(Math.abs(low - 25_000) < 1_000, low + " of 100000");
    }

    @Test
    void shouldAgreeWithAListOfEverything() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            final BuyerConfig.Breaker config = config(1 + random.nextInt(30), 1 + random.nextInt(8),
                    10_000 * (1 + random.nextInt(99)));
            final Cell fast = new Cell("x" + round, config);
            final NaiveBreaker naive = new NaiveBreaker(config);
            long now = random.nextLong(-WINDOW_NS, WINDOW_NS);
            int failing = random.nextInt(100);
            for (int i = 0; i < 500; i++) {
                now += random.nextInt(20) == 0 ? random.nextLong(3 * WINDOW_NS) : random.nextLong(PART_NS / 2);
                failing = random.nextInt(40) == 0 ? random.nextInt(101) : failing;
                final int share = fast.sharePpm(now);
                assertEquals(naive.sharePpm(now), share, "seed " + seed + " round " + round + " step " + i);
                final long lead = random.nextLong();
                final boolean good = random.nextInt(100) >= failing;
                if (fast.skips(lead, share)) {
                    fast.onSkipped(now);
                    naive.add("skipped", now);
                } else {
                    fast.onPing(good, now);
                    naive.add(good ? "good" : "failed", now);
                }
                if (random.nextInt(5) == 0) {
                    fast.onPost(good, now);
                    naive.add(good ? "post good" : "post failed", now);
                }
            }
        }
    }

    @Test
    void shouldCountForNobodyWhatComesAWholeRingTooLate() {
        for (int i = 0; i < 30; i++) {
            cell.onPing(false, nowNs);
        }
        for (int i = 0; i < 30; i++) {
            cell.onPing(false, nowNs - 64 * PART_NS);
        }
        assertEquals(333_333, cell.sharePpm(nowNs + PART_NS));
    }

    /** With nothing good, and half of the calls allowed to fail, each that is lost makes the share lower. */
    @Test
    void shouldLoseNoCountUnderManyThreads() throws InterruptedException {
        final int perPart = 5_000;
        final Thread[] threads = new Thread[4];
        final long calls = 10L * perPart * threads.length;
        final Cell shared = new Cell("acme", config(calls / 2, 1, 10_000));
        final CountDownLatch start = new CountDownLatch(1);
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                awaitQuietly(start);
                for (int part = 0; part < 10; part++) {
                    for (int i = 0; i < perPart; i++) {
                        shared.onPing(false, part * PART_NS + i);
                        shared.sharePpm(part * PART_NS);
                    }
                }
            });
            threads[t].start();
        }
        start.countDown();
        for (final Thread thread : threads) {
            thread.join();
        }
        assertEquals(500_000, shared.sharePpm(10 * PART_NS));
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
