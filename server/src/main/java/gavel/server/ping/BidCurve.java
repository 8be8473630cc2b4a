package gavel.server.ping;

import gavel.config.BuyerConfig.AdaptiveTimeout;
import gavel.server.buyer.BidTimes;
import gavel.server.buyer.BidTimes.Kind;

import java.util.concurrent.TimeUnit;

/**
 * What a buyer's bids added to the price of leads, against the time that it might be given. Immutable; any thread. Only
 * pings count for which the buyer had its full time, so that a shorter timeout does not hide what it costs.
 */
public final class BidCurve {
    /** Of a buyer that has not been asked. */
    public static final BidCurve NONE = between(new long[BidTimes.SIZE], new long[BidTimes.SIZE]);
    /** Bids before anything follows from them. Fewer trust to chance; more wait for longer than needed for longer. */
    static final int LEARNED_FROM = 1_000;
    private static final long WHOLE_PPM = 1_000_000;

    private final long pings;
    private final long[][] sumsByKind;

    private BidCurve(final long pings, final long[][] sumsByKind) {
        this.pings = pings;
        this.sumsByKind = sumsByKind;
    }

    /** What was counted between two readings of {@link BidTimes}. */
    static BidCurve between(final long[] from, final long[] to) {
        final long[][] sums = new long[Kind.values().length][BidTimes.PLACES];
        for (final Kind kind : Kind.values()) {
            long sum = 0;
            for (int i = 0; i < BidTimes.PLACES; i++) {
                sum += BidTimes.at(to, kind, i) - BidTimes.at(from, kind, i);
                sums[kind.ordinal()][i] = sum;
            }
        }
        return new BidCurve(BidTimes.pings(to) - BidTimes.pings(from), sums);
    }

    /** Pings for which the buyer had its full time. */
    public long pings() {
        return pings;
    }

    /** Bids, or what they added, of those that came within a time, to a sixteenth of an octave. */
    public long within(final Kind kind, final long timeoutNs) {
        return sumsByKind[kind.ordinal()][place(timeoutNs)];
    }

    /** Bids, or what they added, however late they came. */
    public long all(final Kind kind) {
        return sumsByKind[kind.ordinal()][BidTimes.PLACES - 1];
    }

    /**
     * The shortest time within which the buyer's bids add as much as they have to, of what they add within the most
     * that it may have. As long as so few bids added anything that a single one weighs more than may be lost, all bids
     * are taken for worth the same; with too few bids it is the most.
     */
    long timeoutNs(final AdaptiveTimeout rule, final long mostNs) {
        if (within(Kind.BIDS, mostNs) < LEARNED_FROM) {
            return mostNs;
        }
        final long winsMin = WHOLE_PPM / (WHOLE_PPM - rule.keepPpm());
        final Kind kind = within(Kind.WINS, mostNs) < winsMin ? Kind.BIDS : Kind.MICROS;
        final long[] sums = sumsByKind[kind.ordinal()];
        final long lossMax = share(within(kind, mostNs), WHOLE_PPM - rule.keepPpm());
        int place = place(mostNs);
        while (place > 0 && within(kind, mostNs) - sums[place - 1] <= lossMax) {
            place--;
        }
        return Math.min(mostNs, Math.max(rule.minNs(), TimeUnit.MICROSECONDS.toNanos(BidTimes.endUs(place))));
    }

    /** Rounded down, and right for sums that times a million are past the end of a long. */
    private static long share(final long whole, final long ppm) {
        return whole / WHOLE_PPM * ppm + whole % WHOLE_PPM * ppm / WHOLE_PPM;
    }

    private static int place(final long timeoutNs) {
        return BidTimes.place((timeoutNs - 1) / 1_000);
    }
}
