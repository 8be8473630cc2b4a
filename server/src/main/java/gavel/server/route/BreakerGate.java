package gavel.server.route;

import gavel.config.BuyerConfig;
import gavel.server.catalog.Hash64;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * By which share of leads each buyer is skipped, because its calls fail. Any thread. Guarantees that every call that is
 * reported is counted once, in the part of the window in which it was reported, however many loops report at once; that
 * within such a part all loops skip by the same share, but for the moment in which it is judged; and that the share is
 * never above the buyer's limit, so that what is still asked are the probes by which it recovers.
 */
public final class BreakerGate {
    /** The whole, in millionths. */
    public static final int WHOLE_PPM = 1_000_000;

    private final ConcurrentHashMap<String, Cell> cellByBuyer = new ConcurrentHashMap<>();

    /** The cell of a buyer; the same one for all who ask. */
    public Cell cell(final BuyerConfig buyer) {
        return cellByBuyer.computeIfAbsent(buyer.id(), id -> new Cell(id, buyer.breaker()));
    }

    /** The cells of all, by their place. */
    public Cell[] cells(final List<BuyerConfig> buyers) {
        return buyers.stream().map(this::cell).toArray(Cell[]::new);
    }

    /**
     * One buyer's calls, in a ring of parts of its window, and the share that follows from those parts that are over.
     *
     * <pre>
     * share = (calls - calls_min - good / (1 - failure_rate)) / calls, from 0 to skip_max
     * calls = good + failed + skipped
     * </pre>
     *
     * It is the rule of client-side throttling (Beyer and others: Site Reliability Engineering, 2016, Handling
     * Overload): what was skipped counts as a call, so the share rises while the probes fail more often than
     * failure_rate, falls while they fail less often, and stays where it is in between for nobody to tune. Posts are
     * few: they are looked at over more windows, and counted as if none had been skipped.
     *
     * <p>A cell of the ring has the number of the part of time that it counts in its upper half and the count in its
     * lower: counting is one compare-and-set, and nothing ever has to be cleared.
     */
    public static final class Cell {
        /** Parts of a window. Fewer follow a buyer in larger steps; more judge more often. */
        static final int PARTS = 10;
        /** Windows over which posts are looked at. Fewer know too few posts; more forgive later. */
        static final int POST_WINDOWS = 6;

        /** Parts in the ring, a power of two: those that posts need, the running one, and some for who is late. */
        private static final int RING = 64;
        private static final int COUNT_BITS = 32;
        private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
        private static final long UNJUDGED = Long.MIN_VALUE;

        private final BuyerConfig.Breaker config;
        private final long seed;
        private final long partNs;
        private final AtomicLongArray counts = new AtomicLongArray(RING * Kind.COUNT);
        private final AtomicLong judged = new AtomicLong(UNJUDGED);
        /** Until then the share that was judged holds, without a look at parts; written after it. */
        private volatile long judgedUntilNs = Long.MIN_VALUE / 2;

        /** What is counted. */
        private enum Kind {
            GOOD, FAILED, SKIPPED, POST_GOOD, POST_FAILED;

            static final int COUNT = values().length;
        }

        Cell(final String buyerId, final BuyerConfig.Breaker config) {
            this.config = config;
            this.partNs = Math.max(1, config.windowNs() / PARTS);
            final byte[] id = buyerId.getBytes(StandardCharsets.UTF_8);
            this.seed = Hash64.of(id, 0, id.length);
        }

        /** A ping ended, well or not. */
        public void onPing(final boolean good, final long nowNs) {
            count(good ? Kind.GOOD : Kind.FAILED, nowNs);
        }

        /** A post ended, well or not. */
        public void onPost(final boolean good, final long nowNs) {
            count(good ? Kind.POST_GOOD : Kind.POST_FAILED, nowNs);
        }

        /** A lead was not sent to it because {@link #skips} said so. */
        public void onSkipped(final long nowNs) {
            count(Kind.SKIPPED, nowNs);
        }

        /**
         * Whether a lead is to be skipped at a share; depends on buyer, lead and share alone, so a run repeats. A lead
         * that is skipped at one share is skipped at every higher one.
         */
        public boolean skips(final long leadHash, final int sharePpm) {
            return sharePpm > 0 && Long.remainderUnsigned(Hash64.mix(seed ^ leadHash), WHOLE_PPM) < sharePpm;
        }

        /** The share of leads to skip the buyer by, in millionths; who asks first in a part of its window judges it. */
        public int sharePpm(final long nowNs) {
            if (!config.on()) {
                return 0;
            }
            if (nowNs - judgedUntilNs < 0) {
                return (int) judged.get();
            }
            final int part = part(nowNs);
            final long seen = judged.get();
            if (seen != UNJUDGED && part - (int) (seen >> COUNT_BITS) <= 0) {
                return (int) seen;
            }
            final int share = judge(part);
            if (judged.compareAndSet(seen, (long) part << COUNT_BITS | share)) {
                judgedUntilNs = (Math.floorDiv(nowNs, partNs) + 1) * partNs;
            }
            return share;
        }

        private int judge(final int part) {
            final long good = sum(Kind.GOOD, part, PARTS);
            final long calls = good + sum(Kind.FAILED, part, PARTS) + sum(Kind.SKIPPED, part, PARTS);
            return (int) Math.min(config.skipMaxPpm(),
                    Math.max(share(calls, good, config.callsMin()), judgePosts(part)));
        }

        private long judgePosts(final int part) {
            final int parts = PARTS * POST_WINDOWS;
            final long good = sum(Kind.POST_GOOD, part, parts);
            final long posts = good + sum(Kind.POST_FAILED, part, parts);
            final long asked = sum(Kind.GOOD, part, parts) + sum(Kind.FAILED, part, parts);
            if (posts == 0 || asked == 0) {
                return 0;
            }
            final long skipped = sum(Kind.SKIPPED, part, parts);
            return share(posts + posts * skipped / asked, good, config.postsMin());
        }

        /** The rule; below zero, that is not at all, as long as enough of the calls are good. */
        private long share(final long calls, final long good, final long min) {
            final long expected = good * WHOLE_PPM / (WHOLE_PPM - config.failureRatePpm());
            return calls == 0 ? 0 : Math.max(0, (calls - min - expected) * WHOLE_PPM / calls);
        }

        private int part(final long nowNs) {
            return (int) Math.floorDiv(nowNs, partNs);
        }

        /** What was counted in the parts before this one. */
        private long sum(final Kind kind, final int part, final int parts) {
            long sum = 0;
            for (int i = part - parts; i != part; i++) {
                final long seen = counts.get(index(kind, i));
                sum += (int) (seen >> COUNT_BITS) == i ? seen & COUNT_MASK : 0;
            }
            return sum;
        }

        /** Who comes so late that the place counts a later part already is not counted at all. */
        private void count(final Kind kind, final long nowNs) {
            if (!config.on()) {
                return;
            }
            final int part = part(nowNs);
            final int index = index(kind, part);
            while (true) {
                final long seen = counts.get(index);
                final int age = part - (int) (seen >> COUNT_BITS);
                if (age < 0 && (seen & COUNT_MASK) > 0) {
                    return;
                }
                final long next = age == 0 ? seen + 1 : (long) part << COUNT_BITS | 1;
                if (counts.compareAndSet(index, seen, next)) {
                    return;
                }
            }
        }

        private static int index(final Kind kind, final int part) {
            return (part & RING - 1) * Kind.COUNT + kind.ordinal();
        }
    }
}
