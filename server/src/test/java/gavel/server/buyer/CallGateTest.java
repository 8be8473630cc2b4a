package gavel.server.buyer;

import gavel.server.catalog.SampleConfig;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A limit on calls is never passed, and pings leave room to posts, whoever begins one at the same time. */
class CallGateTest {
    @Test
    void shouldGiveEveryBuyerOneCell() {
        final CallGate gate = new CallGate();
        assertSame(gate.cell(new SampleConfig().buyer()), gate.cell(new SampleConfig().buyer()));
    }

    @Test
    void shouldLeaveAQuarterToPosts() {
        final CallGate.Cell cell = new CallGate.Cell(8);
        for (int i = 0; i < 6; i++) {
            assertTrue(cell.enter(false));
        }
        assertFalse(cell.enter(false));
        assertTrue(cell.enter(true));
        assertTrue(cell.enter(true));
        assertFalse(cell.enter(true));
        cell.leave();
        assertFalse(cell.enter(false), "seven of eight are taken");
        assertTrue(cell.enter(true));
    }

    @Test
    void shouldLetOneCallPassWhereOneIsTheLimit() {
        final CallGate.Cell cell = new CallGate.Cell(1);
        assertTrue(cell.enter(false));
        assertFalse(cell.enter(true));
        cell.leave();
        assertTrue(cell.enter(true));
    }

    @Test
    void shouldCountNothingWithoutALimit() {
        final CallGate.Cell cell = new CallGate.Cell(0);
        for (int i = 0; i < 100_000; i++) {
            assertTrue(cell.enter(i % 2 == 0));
        }
        assertEquals(0, cell.count());
        cell.leave();
        assertEquals(0, cell.count());
    }

    @Test
    void shouldNeverPassTheLimitUnderManyThreads() throws InterruptedException {
        final int max = 100;
        final CallGate.Cell cell = new CallGate.Cell(max);
        final AtomicInteger held = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();
        final CountDownLatch start = new CountDownLatch(1);
        final Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            final SplittableRandom random = new SplittableRandom(t);
            threads[t] = new Thread(() -> {
                awaitQuietly(start);
                int own = 0;
                for (int i = 0; i < 1_000_000; i++) {
                    if (random.nextInt(100) < 55) {
                        if (cell.enter(random.nextBoolean())) {
                            most.accumulateAndGet(held.incrementAndGet(), Math::max);
                            own++;
                        } else {
                            refused.incrementAndGet();
                        }
                    } else if (own > 0) {
                        own--;
                        held.decrementAndGet();
                        cell.leave();
                    }
                }
            });
            threads[t].start();
        }
        start.countDown();
        for (final Thread thread : threads) {
            thread.join();
        }
        assertTrue(most.get() <= max, "held " + most);
        assertTrue(refused.get() > 0, "the limit was never reached");
        assertEquals(held.get(), cell.count());
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
