package gavel.persist.index;

import gavel.config.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The table against plain maps, alone and under threads. */
class FingerprintTableTest {
    private static final int THREADS = 4;

    @Test
    void shouldTakeEveryCapacityThatMayBeConfigured() {
        assertEquals(FingerprintTable.CAPACITY_MAX, Limits.REMEMBERED_MAX);
        assertThrows(IllegalArgumentException.class, () -> new FingerprintTable(Limits.REMEMBERED_MAX + 1));
    }

    @Test
    void shouldDoWhatAMapDoes() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final FingerprintTable table = new FingerprintTable(1_000);
        final Map<Long, Long> reference = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            final long fingerprint = 1 + random.nextInt(900);
            final long value = 1 + random.nextInt(1_000);
            final long present = reference.getOrDefault(fingerprint, 0L);
            final String where = "seed " + seed + " step " + i;
            switch (random.nextInt(4)) {
                case 0 -> assertEquals(present, table.get(fingerprint), where);
                case 1 -> {
                    final long staleBelow = random.nextInt(1_000);
                    final boolean isFree = present == 0 || present < staleBelow;
                    assertEquals(isFree ? ClaimStatus.CLAIMED : ClaimStatus.TAKEN,
                            table.tryClaim(fingerprint, value, staleBelow), where);
                    if (isFree) {
                        reference.put(fingerprint, value);
                    }
                }
                case 2 -> {
                    assertTrue(table.put(fingerprint, value), where);
                    reference.put(fingerprint, value);
                }
                default -> {
                    final long given = random.nextBoolean() && present != 0 ? present : value;
                    table.takeBack(fingerprint, given);
                    if (present == given) {
                        reference.remove(fingerprint);
                    }
                }
            }
        }
        assertTrue(table.size() <= 900);
    }

    @Test
    void shouldSayWhenItIsFull() {
        final FingerprintTable table = new FingerprintTable(100);
        for (long fingerprint = 1; fingerprint <= 100; fingerprint++) {
            assertEquals(ClaimStatus.CLAIMED, table.tryClaim(fingerprint, 1, 0));
        }
        assertEquals(ClaimStatus.FULL, table.tryClaim(101, 1, 0));
        assertFalse(table.put(102, 1));
        assertEquals(0, table.get(101));
        assertEquals(ClaimStatus.TAKEN, table.tryClaim(100, 1, 1));
        assertEquals(ClaimStatus.CLAIMED, table.tryClaim(100, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> table.get(0));
        assertThrows(IllegalArgumentException.class, () -> table.tryClaim(1, 0, 0));
    }

    @Test
    @Timeout(60)
    void shouldLetExactlyOneThreadHaveAClaimWhileGenerationsChange() throws Exception {
        final GenerationalIndex index = new GenerationalIndex(1 << 16, 1);
        final AtomicInteger threadsLeft = new AtomicInteger(THREADS);
        final ConcurrentHashMap<Long, List<Win>> winsByFingerprint = new ConcurrentHashMap<>();
        final AtomicLong rotationsBegun = new AtomicLong();
        final AtomicLong rotationsDone = new AtomicLong();
        final AtomicLong frontier = new AtomicLong(1);
        final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        final List<Future<Void>> results = new ArrayList<>();
        for (int thread = 1; thread <= THREADS; thread++) {
            final long value = thread;
            results.add(threads.submit((Callable<Void>) () -> {
                for (long i = 0; i < 100_000; i++) {
                    final long fingerprint = frontier.get();
                    final long atLeast = rotationsDone.get();
                    if (index.tryClaim(fingerprint, value, Long.MIN_VALUE) == ClaimStatus.CLAIMED) {
                        winsByFingerprint.computeIfAbsent(fingerprint, any -> new CopyOnWriteArrayList<>())
                                .add(new Win(atLeast, rotationsBegun.get()));
                        frontier.compareAndSet(fingerprint, fingerprint + 1);
                    }
                }
                threadsLeft.decrementAndGet();
                return null;
            }));
        }
        long rotatedAt = 0;
        while (threadsLeft.get() > 0 && results.stream().noneMatch(Future::isDone)) {
            if (frontier.get() > rotatedAt + 200) {
                rotatedAt = frontier.get();
                index.rotate(rotationsBegun.incrementAndGet());
                rotationsDone.incrementAndGet();
            }
        }
        for (final Future<Void> result : results) {
            result.get();
        }
        threads.shutdownNow();
        assertTrue(winsByFingerprint.size() > 100);
        winsByFingerprint.forEach((fingerprint, wins) -> {
            for (final Win win : wins) {
                assertTrue(wins.stream().allMatch(other -> other == win || win.isForgottenBy(other)
                        || other.isForgottenBy(win)), "fingerprint " + fingerprint + " " + wins);
            }
        });
    }

    @Test
    void shouldKeepAnEntryForItsTimeAndForgetItAfterTwice() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final long keepMs = 1_000;
        final GenerationalIndex index = new GenerationalIndex(20_000, keepMs);
        final Map<Long, Long> putMs = new HashMap<>();
        long nowMs = 1_000_000;
        long last = 0;
        for (int i = 0; i < 100_000; i++) {
            nowMs += random.nextInt(10) / 9;
            assertTrue(index.put(++last, nowMs, nowMs));
            putMs.put(last, nowMs);
            final long asked = Math.max(1, last - random.nextInt(40_000));
            final long age = nowMs - putMs.get(asked);
            final long found = index.get(asked);
            if (age < keepMs) {
                assertEquals(putMs.get(asked), found, "seed " + seed);
            } else if (age > 2 * keepMs + 10) {
                assertEquals(0, found, "seed " + seed + " age " + age);
            }
        }
        assertNull(putMs.get(last + 1));
    }

    @Test
    void shouldClaimOverGenerations() {
        final GenerationalIndex index = new GenerationalIndex(100, 1_000);
        index.rotate(0);
        assertEquals(ClaimStatus.CLAIMED, index.tryClaim(7, 10, 0));
        index.rotate(1_000);
        assertEquals(ClaimStatus.TAKEN, index.tryClaim(7, 11, 0));
        assertEquals(10, index.get(7));
        assertEquals(ClaimStatus.CLAIMED, index.tryClaim(7, 11, 11));
        assertEquals(11, index.get(7));
        index.rotate(2_000);
        index.rotate(3_000);
        assertEquals(0, index.get(7));
        assertEquals(ClaimStatus.CLAIMED, index.tryClaim(7, 12, 0));
    }

    /** A claim that won, in a generation from {@code atLeast} to {@code atMost}; two later it is forgotten. */
    private record Win(long atLeast, long atMost) {
        boolean isForgottenBy(final Win later) {
            return later.atMost >= atLeast + 2;
        }
    }

    @Test
    void shouldForgetTheOldestWhenMoreComeThanThereIsRoom() {
        final GenerationalIndex index = new GenerationalIndex(100, 1_000_000);
        int full = 0;
        for (int i = 1; i <= 350; i++) {
            full += index.putForgetting(i, i, 0) ? 0 : 1;
            assertEquals(i, index.get(i), "the newest is always found");
        }
        assertEquals(3, full);
        assertEquals(0, index.get(1));
        assertEquals(201, index.get(201), "those of the table before are kept");
        assertEquals(0, index.get(200));
    }
}
