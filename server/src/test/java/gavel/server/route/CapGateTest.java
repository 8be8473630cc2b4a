package gavel.server.route;

import gavel.server.route.CapGate.Cell;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A cap is never passed, whoever reserves at the same time and whatever the clock does. */
class CapGateTest {
    private static final long TODAY = 20_000;

    private final Cell cell = new CapGate().cell("a");

    @Test
    void shouldGiveEveryCapOneCell() {
        final CapGate gate = new CapGate();
        assertSame(gate.cell("a"), gate.cell("a"));
        gate.cell("a").reserve(TODAY, 1, 1);
        assertTrue(gate.cell("b").hasRoom(TODAY, 1, 1));
    }

    @Test
    void shouldRefuseAtTheCapAndTakeAgainWhatIsGivenBack() {
        assertEquals(TODAY, cell.reserve(TODAY, 1, 2));
        assertEquals(TODAY, cell.reserve(TODAY, 1, 2));
        assertFalse(cell.hasRoom(TODAY, 1, 2));
        assertEquals(Cell.REFUSED, cell.reserve(TODAY, 1, 2));
        cell.release(TODAY, 1);
        assertTrue(cell.hasRoom(TODAY, 1, 2));
        assertEquals(TODAY, cell.reserve(TODAY, 1, 2));
    }

    @Test
    void shouldCountAnewOnANewDay() {
        cell.reserve(TODAY, 1, 1);
        assertEquals(TODAY + 1, cell.reserve(TODAY + 1, 1, 1));
        cell.release(TODAY, 1);
        assertEquals(1, cell.taken(TODAY + 1));
        assertEquals(Cell.REFUSED, cell.reserve(TODAY + 1, 1, 1));
    }

    @Test
    void shouldGoOnWithTheDayThatWasBegunWhenTheClockIsSetBack() {
        assertEquals(TODAY + 1, cell.reserve(TODAY + 1, 1, 2));
        assertTrue(cell.hasRoom(TODAY, 1, 2));
        assertEquals(TODAY + 1, cell.reserve(TODAY, 1, 2));
        assertFalse(cell.hasRoom(TODAY, 1, 2));
        assertEquals(Cell.REFUSED, cell.reserve(TODAY, 1, 2));
    }

    @Test
    void shouldCountWithoutACapToo() {
        for (int i = 0; i < 1_000; i++) {
            assertTrue(cell.hasRoom(TODAY, 1, Cell.UNLIMITED));
            assertEquals(TODAY, cell.reserve(TODAY, 1, Cell.UNLIMITED));
        }
        assertEquals(1_000, cell.taken(TODAY));
    }

    @Test
    void shouldCountWhatIsPaidInAsLessThanNothing() {
        assertEquals(Cell.REFUSED, cell.reserve(0, 1, 0));
        cell.release(0, 700);
        assertTrue(cell.hasRoom(0, 700, 0));
        assertFalse(cell.hasRoom(0, 701, 0));
        assertEquals(0, cell.reserve(0, 600, 0));
        assertEquals(Cell.REFUSED, cell.reserve(0, 101, 0));
        assertEquals(0, cell.reserve(0, 200, 100));
        assertEquals(100, cell.taken(0));
        cell.release(0, 1_000);
        assertEquals(0, cell.reserve(0, 50, Cell.UNLIMITED));
        assertEquals(-850, cell.taken(0));
    }

    @Test
    void shouldAgreeWithASimpleCount() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final Map<Long, Integer> taken = new HashMap<>();
        long today = 0;
        for (int i = 0; i < 100_000; i++) {
            final long wanted = TODAY + i / 1_000 - random.nextInt(2);
            if (random.nextInt(3) == 0) {
                if (cell.taken(wanted) > 0) {
                    cell.release(wanted, 1);
                    taken.merge(wanted, 0, (count, none) -> count - 1);
                }
            } else {
                final long day = Math.max(today, wanted);
                final int count = day == today ? taken.getOrDefault(day, 0) : 0;
                assertEquals(count < 5, cell.hasRoom(wanted, 1, 5), "seed " + seed);
                assertEquals(count < 5 ? day : Cell.REFUSED, cell.reserve(wanted, 1, 5), "seed " + seed);
                if (count < 5) {
                    taken.put(day, count + 1);
                    today = day;
                }
            }
            assertEquals(taken.getOrDefault(today, 0), (int) cell.taken(today), "seed " + seed);
        }
    }

    @Test
    void shouldNeverPassTheCapUnderManyThreads() throws InterruptedException {
        final int cap = 1_000;
        final AtomicInteger held = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final CountDownLatch start = new CountDownLatch(1);
        final Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            final SplittableRandom random = new SplittableRandom(t);
            threads[t] = new Thread(() -> {
                awaitQuietly(start);
                for (int i = 0; i < 50_000; i++) {
                    if (cell.reserve(TODAY, 1, cap) == TODAY) {
                        most.accumulateAndGet(held.incrementAndGet(), Math::max);
                        if (random.nextInt(3) == 0) {
                            held.decrementAndGet();
                            cell.release(TODAY, 1);
                        }
                    }
                }
            });
            threads[t].start();
        }
        start.countDown();
        for (final Thread thread : threads) {
            thread.join();
        }
        assertTrue(most.get() <= cap, "held " + most);
        assertEquals(cap, cell.taken(TODAY));
        assertEquals(cap, held.get());
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
