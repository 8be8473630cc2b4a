package gavel.persist.record;

import gavel.config.Limits;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Ids only ever grow, whatever the clock does and however often the process starts. */
class IdsTest {
    private static final long NOW_MS = 1_800_000_000_000L;

    @Test
    void shouldHaveAnIdForEveryLoopThatMayBeConfigured() {
        assertEquals(Ids.LOOPS - 1, Limits.LOOPS_MAX);
    }

    @Test
    void shouldGrowOverClockStepsAndRestarts() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final Set<Long> given = new HashSet<>();
        long clockMs = NOW_MS;
        long highest = 0;
        IdSource source = new IdSource(255, 63, 0);
        for (int i = 0; i < 200_000; i++) {
            switch (random.nextInt(2_000)) {
                case 0 -> clockMs -= random.nextInt(100_000);
                case 1 -> clockMs += random.nextInt(100_000);
                case 2 -> source = new IdSource(255, 63, highest);
                default -> clockMs += random.nextInt(100) / 99;
            }
            final long id = source.next(clockMs);
            assertTrue(id > highest && given.add(id), "seed " + seed + " id " + i);
            assertEquals(255, Ids.node(id));
            assertEquals(63, Ids.loop(id));
            highest = id;
        }
    }

    @Test
    void shouldNotRepeatItselfUnderAClockBeforeItsEpoch() {
        final IdSource source = new IdSource(0, 0, 0);
        long highest = 0;
        for (int ms = 0; ms < 1_000; ms++) {
            final long id = source.next(ms);
            assertTrue(id > highest, "id " + id + " after " + highest);
            highest = id;
        }
    }

    @Test
    void shouldBorrowTheNextMillisecondWhenOneIsFull() {
        final IdSource source = new IdSource(1, 2, 0);
        final Set<Long> given = new HashSet<>();
        for (int i = 0; i < 3 * Ids.SEQUENCES; i++) {
            given.add(source.next(NOW_MS));
        }
        assertEquals(3 * Ids.SEQUENCES, given.size());
        assertEquals(NOW_MS + 3, Ids.epochMs(source.next(NOW_MS)));
    }

    @Test
    void shouldDifferBetweenLoops() {
        assertTrue(new IdSource(1, 2, 0).next(NOW_MS) != new IdSource(1, 3, 0).next(NOW_MS));
        assertTrue(new IdSource(1, 2, 0).next(NOW_MS) != new IdSource(2, 2, 0).next(NOW_MS));
    }

    @Test
    void shouldReadBackWhatItPrints() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            final long id = random.nextLong() >>> 1;
            assertEquals(id, Ids.parse(Ids.print(id)));
            assertEquals(id, Ids.parse(Ids.print(id).toLowerCase(Locale.ROOT)));
        }
        assertEquals(-1, Ids.parse("8000000000000"));
        assertEquals(-1, Ids.parse("000000000000U"));
        assertEquals(-1, Ids.parse("1"));
    }
}
