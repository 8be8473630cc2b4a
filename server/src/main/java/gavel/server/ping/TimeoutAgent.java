package gavel.server.ping;

import gavel.server.buyer.BidTimes;
import gavel.server.buyer.BidTimes.Kind;
import gavel.server.buyer.BuyerStats;
import gavel.server.lead.PingStatus;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Learns once a second how long each buyer should have, from what the loops counted. Runs on the stats thread, and is
 * the only writer of the cells; no loop waits for it or learns by itself.
 */
public final class TimeoutAgent implements Agent {
    /**
     * Bids that are remembered at least, and twice as many at most. Fewer follow a buyer sooner; more know better what
     * is rare, and what one that has become slower loses meanwhile is more.
     */
    static final int REMEMBERED = 2_048;
    /** Answers that were to be expected in time before their lack means anything. Fewer take chance for a change. */
    static final int EXPECTED_MIN = 32;
    /** Fewer than one in so many of these is a change. Lower forgives less; higher waits longer for who has changed. */
    private static final int TOO_FEW = 4;
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final List<PingStatus> IN_TIME =
            List.of(PingStatus.BID, PingStatus.BID_LATER, PingStatus.NO_BID, PingStatus.OVER_MAX);
    private static final List<PingStatus> MISSED = List.of(PingStatus.TIMEOUT, PingStatus.LATE);

    private final List<Buyer> buyers = new ArrayList<>();
    private final NanoClock clock;
    private long nextNs;

    /**
     * @param cells       by the buyers' index.
     * @param statsByLoop of each loop, by the buyers' index.
     */
    public TimeoutAgent(final PingTimeouts.Cell[] cells, final List<BuyerStats[]> statsByLoop, final NanoClock clock) {
        for (int i = 0; i < cells.length; i++) {
            final int place = i;
            buyers.add(new Buyer(cells[i], statsByLoop.stream().map(stats -> stats[place]).toList()));
        }
        this.clock = clock;
    }

    @Override
    public String roleName() {
        return "timeouts";
    }

    @Override
    public void onStart() {
        nextNs = clock.nanoTime() + INTERVAL_NS;
    }

    /** Learns from a second when it is over. */
    @Override
    public int doWork() {
        final long nowNs = clock.nanoTime();
        if (nowNs - nextNs < 0) {
            return 0;
        }
        nextNs = Math.max(nextNs + INTERVAL_NS, nowNs);
        buyers.forEach(Buyer::learn);
        return 1;
    }

    /** One buyer, and what was read of it when. */
    private static final class Buyer {
        private final PingTimeouts.Cell cell;
        private final List<BuyerStats> stats;
        /** Where what is remembered begins, and where what will be remembered begins once that is too much. */
        private long[] older = new long[BidTimes.SIZE];
        private long[] newer = new long[BidTimes.SIZE];
        private long inTime;
        private long missed;
        private boolean hasChanged;

        Buyer(final PingTimeouts.Cell cell, final List<BuyerStats> stats) {
            this.cell = cell;
            this.stats = stats;
        }

        void learn() {
            final long[] now = new long[BidTimes.SIZE];
            stats.forEach(one -> one.bidTimes().addTo(now));
            judge();
            cell.learn(BidCurve.between(older, now), hasChanged);
            if (BidCurve.between(newer, now).all(Kind.BIDS) >= REMEMBERED) {
                older = newer;
                newer = now;
            }
        }

        /** It has changed when far fewer answers come in time than its bids led to expect, and until they come. */
        private void judge() {
            final long inTimeNow = sum(IN_TIME);
            final long missedNow = sum(MISSED);
            final long came = inTimeNow - inTime;
            final long bids = cell.curve().all(Kind.BIDS);
            final long expected = bids == 0 ? 0 : (came + missedNow - missed)
                    * cell.curve().within(Kind.BIDS, cell.timeoutNs()) / bids;
            if (expected >= EXPECTED_MIN) {
                hasChanged = came * TOO_FEW < expected;
                inTime = inTimeNow;
                missed = missedNow;
            }
        }

        private long sum(final List<PingStatus> statuses) {
            return stats.stream().mapToLong(one -> statuses.stream().mapToLong(one::pings).sum()).sum();
        }
    }
}
