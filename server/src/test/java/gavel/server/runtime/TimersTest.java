package gavel.server.runtime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Deadlines come in time, once, and never after they were taken back; the clock is a number. */
class TimersTest {
    private static final long MS = 1_000_000L;
    /** From falling due to being told: the rest of its own tick, and one wake-up. */
    private static final long LATE_MAX_NS = 2 * Timers.TICK_NS;

    private final FakeLoop loop = new FakeLoop();
    private final List<String> told = new ArrayList<>();
    private final Timers<String> timers = new Timers<>(loop, () -> loop.nowNs, (owner, nowNs) -> told.add(owner));

    @AfterEach
    void shouldLeaveNoLoop() {
        loop.shutdownGracefully();
    }

    @Test
    void shouldTellAtTheDeadlineAndNotBefore() {
        timers.set("a", 10 * MS);
        loop.advance(10 * MS - 1);
        assertEquals(List.of(), told);
        loop.advance(LATE_MAX_NS);
        assertEquals(List.of("a"), told);
        loop.advance(100 * MS);
        assertEquals(List.of("a"), told);
    }

    @Test
    void shouldNotTellOfWhatWasTakenBack() {
        final long a = timers.set("a", 10 * MS);
        timers.set("b", 10 * MS);
        timers.cancel(a);
        timers.cancel(a);
        loop.advance(50 * MS);
        assertEquals(List.of("b"), told);
    }

    @Test
    void shouldWakeTheLoopOnlyWhileADeadlineIsSet() {
        final long timer = timers.set("a", 100 * MS);
        loop.advance(50 * MS);
        assertTrue(loop.wakeups > 40 && loop.isScheduled());
        timers.cancel(timer);
        loop.advance(20 * MS);
        assertFalse(loop.isScheduled());
        assertEquals(0, timers.count());
    }

    @Test
    void shouldBeExactAfterHoursOfIdleness() {
        for (int i = 0; i < 3; i++) {
            told.clear();
            loop.advance(10_000_000 * MS);
            final int before = loop.wakeups;
            timers.set("a", loop.nowNs + 5 * MS);
            loop.advance(5 * MS + LATE_MAX_NS);
            assertEquals(List.of("a"), told);
            loop.advance(20 * MS);
            assertTrue(loop.wakeups - before < 60);
        }
    }

    @Test
    void shouldTellAtOnceOfADeadlineThatHasPassed() {
        loop.advance(1_000 * MS);
        timers.set("a", 1);
        timers.set("b", loop.nowNs);
        loop.advance(LATE_MAX_NS);
        assertEquals(Set.of("a", "b"), Set.copyOf(told));
    }

    @Test
    void shouldCatchUpWhenTheLoopWasHeldUp() {
        timers.set("a", 10 * MS);
        timers.set("b", 3_000 * MS);
        timers.set("c", 9_000 * MS);
        loop.nowNs = 5_000 * MS;
        loop.advance(0);
        assertEquals(List.of("a", "b"), told);
    }

    @Test
    void shouldTellOnALoopThatDoesNotComeToItsTasks() {
        timers.set("a", 10 * MS);
        timers.set("b", 20 * MS);
        loop.nowNs = 10 * MS - 1;
        timers.catchUp(loop.nowNs);
        assertEquals(List.of(), told);
        loop.nowNs = 12 * MS;
        timers.catchUp(loop.nowNs);
        assertEquals(List.of("a"), told);
        loop.advance(5 * MS);
        assertEquals(List.of("a"), told);
        loop.advance(5 * MS);
        assertEquals(List.of("a", "b"), told);
    }

    @Test
    void shouldNotCatchUpWithinWhatADeadlineSetOff() {
        final List<Timers<String>> self = new ArrayList<>();
        self.add(new Timers<>(loop, () -> loop.nowNs, (owner, nowNs) -> {
            told.add(owner + " begins");
            self.get(0).catchUp(nowNs + 50 * MS);
            told.add(owner + " ends");
        }));
        self.get(0).set("a", 5 * MS);
        self.get(0).set("b", 20 * MS);
        loop.advance(30 * MS);
        assertEquals(List.of("a begins", "a ends", "b begins", "b ends"), told);
    }

    @Test
    void shouldGoOnAfterAnOwnerThatThrows() {
        final List<String> survivors = new ArrayList<>();
        final Timers<String> fragile = new Timers<>(loop, () -> loop.nowNs, (owner, nowNs) -> {
            if (owner.equals("bad")) {
                throw new IllegalStateException("bad");
            }
            survivors.add(owner);
        });
        fragile.set("bad", 5 * MS);
        fragile.set("good", 8 * MS);
        assertThrows(IllegalStateException.class, () -> loop.advance(7 * MS));
        loop.advance(10 * MS);
        fragile.set("later", loop.nowNs + 5 * MS);
        loop.advance(10 * MS);
        assertEquals(List.of("good", "later"), survivors);
    }

    @Test
    void shouldAgreeWithAListOfDeadlines() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final Map<Integer, Long> deadlines = new HashMap<>();
        final Map<Integer, Long> handles = new HashMap<>();
        final Set<Integer> over = new HashSet<>();
        final int[] next = {0};
        final List<Timers<Integer>> self = new ArrayList<>();
        self.add(new Timers<>(loop, () -> loop.nowNs, (owner, nowNs) -> {
            final Long deadline = deadlines.remove(owner);
            assertTrue(deadline != null && over.add(owner), owner + " was told again, seed " + seed);
            assertTrue(nowNs >= deadline && nowNs == loop.nowNs, owner + " was told too early, seed " + seed);
            handles.remove(owner);
            for (int more = random.nextInt(3); more > 0 && next[0] < 60_000; more--) {
                set(self.get(0), next[0]++, random, deadlines, handles);
            }
        }));
        while (next[0] < 50_000) {
            for (int i = random.nextInt(200); i > 0; i--) {
                set(self.get(0), next[0]++, random, deadlines, handles);
            }
            final int victim = random.nextInt(next[0]);
            if (handles.containsKey(victim)) {
                self.get(0).cancel(handles.remove(victim));
                deadlines.remove(victim);
            }
            loop.advance(random.nextLong(10) == 0 ? random.nextLong(3_000 * MS) : random.nextLong(5 * MS));
            deadlines.forEach((owner, deadline) -> assertTrue(loop.nowNs - deadline <= LATE_MAX_NS,
                    owner + " is late by " + (loop.nowNs - deadline) + " seed " + seed));
            assertEquals(deadlines.size(), self.get(0).count(), "seed " + seed);
        }
        loop.advance(20_000 * MS);
        assertTrue(deadlines.isEmpty() && !loop.isScheduled(), "seed " + seed);
    }

    private void set(final Timers<Integer> all, final int owner, final SplittableRandom random,
                     final Map<Integer, Long> deadlines, final Map<Integer, Long> handles) {
        final long deadline = loop.nowNs + random.nextLong(-5 * MS, random.nextBoolean() ? 20 * MS : 3_000 * MS);
        deadlines.put(owner, Math.max(deadline, loop.nowNs));
        handles.put(owner, all.set(owner, deadline));
    }
}
