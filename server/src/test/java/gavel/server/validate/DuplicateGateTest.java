package gavel.server.validate;

import gavel.config.Secret;
import gavel.server.catalog.Catalog;
import gavel.server.catalog.SampleConfig;
import gavel.server.lead.Lead;
import gavel.server.validate.DuplicateGate.DuplicateStatus;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** One person is sold once within the window, however many leads come at the same time. */
class DuplicateGateTest {
    private static final long NOW_S = 1_800_000_000L;
    private static final long UNTIL_S = NOW_S + 100;
    private static final int ROUNDS = 20_000;

    private final DuplicateGate gate = new DuplicateGate(1 << 16, 3_600_000);
    private final DuplicateCheck check = new DuplicateCheck(SipHash.of(new Secret("0123456789abcdef")));

    @Test
    void shouldLetTheFirstThroughUntilItsTimeIsOver() {
        final long[] one = {1};
        assertEquals(DuplicateStatus.CLAIMED, gate.claim(one, 1, NOW_S));
        assertEquals(DuplicateStatus.DUPLICATE, gate.claim(one, 1, NOW_S));
        gate.keep(one, 1, UNTIL_S);
        assertEquals(DuplicateStatus.DUPLICATE, gate.claim(one, 1, UNTIL_S));
        assertEquals(DuplicateStatus.CLAIMED, gate.claim(one, 1, UNTIL_S + 1));
        gate.release(one, 1);
        assertEquals(DuplicateStatus.CLAIMED, gate.claim(one, 1, UNTIL_S + 1));
        assertEquals(DuplicateStatus.CLAIMED, gate.claim(one, 0, NOW_S));
    }

    @Test
    void shouldClaimAllOrNothing() {
        assertEquals(DuplicateStatus.CLAIMED, gate.claim(new long[] {2}, 1, NOW_S));
        assertEquals(DuplicateStatus.DUPLICATE, gate.claim(new long[] {1, 2, 3}, 3, NOW_S));
        assertEquals(DuplicateStatus.CLAIMED, gate.claim(new long[] {1, 3}, 2, NOW_S));
        assertEquals(DuplicateStatus.DUPLICATE, gate.claim(new long[] {2}, 1, NOW_S));
    }

    @Test
    void shouldKnowAgainWhatWasRememberedAndForgetWhatIsOld() {
        gate.remember(5, UNTIL_S, NOW_S * 1000);
        assertEquals(DuplicateStatus.DUPLICATE, gate.claim(new long[] {5}, 1, NOW_S));
        assertEquals(1, gate.size());
    }

    @Test
    void shouldSayWhenItIsFull() {
        final DuplicateGate small = new DuplicateGate(4, 3_600_000);
        for (int i = 1; i <= 4; i++) {
            assertEquals(DuplicateStatus.CLAIMED, small.claim(new long[] {i}, 1, NOW_S));
        }
        assertEquals(DuplicateStatus.FULL, small.claim(new long[] {5, 6}, 2, NOW_S));
        assertEquals(DuplicateStatus.DUPLICATE, small.claim(new long[] {4}, 1, NOW_S));
    }

    @Test
    void shouldNeedRoomForThoseThatAreSoldOnly() {
        final DuplicateGate small = new DuplicateGate(4, 3_600_000);
        for (int i = 1; i <= 1_000; i++) {
            assertEquals(DuplicateStatus.CLAIMED, small.claim(new long[] {i}, 1, NOW_S), "lead " + i);
            small.release(new long[] {i}, 1);
        }
        assertEquals(0, small.size());
    }

    @Test
    void shouldLetExactlyOneOfManyThreadsThrough() throws Exception {
        final int count = 4;
        final AtomicIntegerArray winners = new AtomicIntegerArray(ROUNDS);
        final CyclicBarrier barrier = new CyclicBarrier(count);
        final Thread[] threads = new Thread[count];
        for (int t = 0; t < count; t++) {
            final int thread = t;
            threads[t] = new Thread(() -> {
                await(barrier);
                for (int round = 0; round < ROUNDS; round++) {
                    final long[] identities = {1 + round};
                    if (gate.claim(identities, 1, NOW_S) == DuplicateStatus.CLAIMED) {
                        winners.incrementAndGet(round);
                        gate.keep(identities, 1, UNTIL_S + thread);
                    }
                }
            });
            threads[t].start();
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        for (int round = 0; round < ROUNDS; round++) {
            assertEquals(1, winners.get(round), "round " + round);
        }
    }

    @Test
    void shouldKnowAPersonByEachOfItsFieldsInTheirNormalForm() {
        final Lead one = lead("5125550100", null, "Ann@Example.com");
        final Lead other = lead("+1 (512) 555-0100", null, " ann@example.com");
        assertEquals(2, one.duplicateCount());
        assertEquals(one.duplicates()[0], other.duplicates()[0]);
        assertEquals(one.duplicates()[1], other.duplicates()[1]);
        assertNotEquals(one.duplicates()[0], one.duplicates()[1]);
        assertEquals(0, lead(null, null, null).duplicateCount());
    }

    @Test
    void shouldKnowOnePhoneInWhicheverFieldItStands() {
        assertEquals(lead("5125550100", null, null).duplicates()[0], lead(null, "5125550100", null).duplicates()[0]);
    }

    @Test
    void shouldNotTakeALeadForItsOwnDuplicate() {
        final Lead lead = lead("5125550100", "512-555-0100", null);
        assertEquals(DuplicateStatus.CLAIMED,
                gate.claim(lead.duplicates(), lead.duplicateCount(), NOW_S));
        assertEquals(DuplicateStatus.DUPLICATE,
                gate.claim(lead.duplicates(), lead.duplicateCount(), NOW_S));
    }

    @Test
    void shouldBlockForTheWindow() {
        assertEquals(110, DuplicateCheck.untilS(100_999_999_999L, 10_000_000_000L));
    }

    private Lead lead(final String phone, final String mobile, final String email) {
        final Catalog catalog = new SampleConfig().catalog();
        final Lead lead = new Lead(1);
        lead.begin(1, catalog, null, 0, 0);
        lead.offer(SampleConfig.offer(catalog));
        put(lead, "phone", phone);
        put(lead, "mobile", mobile);
        put(lead, "email", email);
        check.identify(lead);
        return lead;
    }

    private static void put(final Lead lead, final String name, final String value) {
        if (value != null) {
            final int field = lead.offer().vertical().config().fieldIndex(name);
            final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            lead.values().put(field, lead.offer().vertical().check(field), bytes, 0, bytes.length);
        }
    }

    private static void await(final CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
