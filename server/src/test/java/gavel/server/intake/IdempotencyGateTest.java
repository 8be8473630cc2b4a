package gavel.server.intake;

import gavel.server.lead.Claim;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One lead for each key, and one answer for each who waits, on whatever threads. */
class IdempotencyGateTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 5_000;

    private final IdempotencyGate gate = new IdempotencyGate(ROUNDS + 1, 2);

    @Test
    void shouldGiveTheClaimToTheFirst() {
        final Claim first = gate.claim(lead(1, 9));
        assertEquals(1, first.leadId());
        assertSame(first, gate.claim(lead(2, 9)));
        assertSame(first, gate.find(lead(3, 9).keyHash()));
        assertTrue(first.isFor(1) && !first.isFor(2));
        assertEquals(1, gate.count());
        gate.forget(lead(1, 9).keyHash());
        gate.forget(lead(1, 9).keyHash());
        assertEquals(0, gate.count());
        assertNull(gate.find(lead(1, 9).keyHash()));
        assertNotSame(first, gate.claim(lead(2, 9)));
    }

    @Test
    void shouldSayWhenItIsFull() {
        final IdempotencyGate small = new IdempotencyGate(2, 1);
        small.claim(lead(1, 1));
        assertTrue(small.hasRoom());
        small.claim(lead(2, 2));
        assertFalse(small.hasRoom());
        small.forget(lead(2, 2).keyHash());
        assertTrue(small.hasRoom());
    }

    @Test
    void shouldTellAllWhoWaitAndWhoComesLater() {
        final Claim claim = gate.claim(lead(1, 1));
        final List<String> told = new ArrayList<>();
        assertTrue(claim.await(answer -> told.add("a" + answer.length)));
        assertTrue(claim.await(answer -> told.add("b" + answer.length)));
        assertFalse(claim.await(answer -> told.add("c" + answer.length)));
        assertEquals(List.of(), told);
        claim.complete(new byte[3]);
        claim.complete(new byte[4]);
        assertTrue(claim.await(answer -> told.add("d" + answer.length)));
        assertEquals(List.of("a3", "b3", "d3"), told);
    }

    @Test
    void shouldTellThatTheFirstCameToNothing() {
        final Claim claim = gate.claim(lead(1, 1));
        final List<byte[]> told = new ArrayList<>();
        claim.await(told::add);
        claim.complete(null);
        claim.await(told::add);
        assertEquals(2, told.size());
        assertNull(told.get(0));
        assertNull(told.get(1));
    }

    @Test
    void shouldLetOneOfManyThreadsThroughAndAnswerAllOthersOnce() throws InterruptedException {
        final IdempotencyGate open = new IdempotencyGate(ROUNDS, THREADS);
        final AtomicIntegerArray winners = new AtomicIntegerArray(ROUNDS);
        final AtomicInteger answers = new AtomicInteger();
        final CyclicBarrier barrier = new CyclicBarrier(THREADS);
        final Thread[] threads = new Thread[THREADS];
        for (int t = 0; t < THREADS; t++) {
            final int thread = t;
            threads[t] = new Thread(() -> {
                awaitQuietly(barrier);
                for (int round = 0; round < ROUNDS; round++) {
                    final Lead lead = lead(1L + round * THREADS + thread, round);
                    final Claim claim = open.claim(lead);
                    if (claim.leadId() == lead.id()) {
                        winners.incrementAndGet(round);
                        claim.complete(new byte[1]);
                    } else {
                        assertTrue(claim.await(answer -> answers.addAndGet(answer.length)));
                    }
                }
            });
            threads[t].start();
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        for (int round = 0; round < ROUNDS; round++) {
            assertEquals(1, winners.get(round));
        }
        assertEquals(ROUNDS * (THREADS - 1), answers.get());
        assertEquals(ROUNDS, open.count());
    }

    @Test
    void shouldNotOpenTheDoorAgain() {
        final Door door = new Door();
        assertEquals(LeadReason.NONE, door.closed());
        door.onStopping();
        assertEquals(LeadReason.STOPPING, door.closed());
        door.onBooksBroken();
        door.onStopping();
        assertEquals(LeadReason.BOOKS_BROKEN, door.closed());
    }

    private static Lead lead(final long id, final long key) {
        final Lead lead = new Lead(1);
        lead.begin(id, null, null, 0, 0);
        ByteBuffer.wrap(lead.keyHash()).putLong(8, key);
        lead.bodyHash(1);
        return lead;
    }

    private static void awaitQuietly(final CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
