package gavel.server.auction;

import gavel.config.OfferConfig.EarlyClose;
import gavel.server.catalog.Campaign;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The highest bid that a campaign may still make for a lead. One per loop, confined to it. A campaign's {@code bid_max}
 * is never exceeded, because a bid over it is not taken; what was learned may be, in one of a thousand cases.
 */
public final class HighestBids {
    /** Bids from which something is learned. Fewer forget high bids that are rare; more learn later. */
    static final int LEARNED_FROM = 1_000;
    /** Bids after which the older half is forgotten: shorter follows a buyer sooner, longer knows rare bids better. */
    static final int REMEMBERED = 100_000;
    /** One bid of so many is over what was learned. */
    private static final int ONE_OF = 1_000;
    /** A thousandth of a unit of currency; bids above a hundred of these are told apart to one part in a hundred. */
    private static final long STEP_MICROS = 1_000;
    private static final int DIGITS = 2;
    /** Bids between two looks at the histogram, unless one is higher than what was learned. */
    private static final int LOOK_EVERY = 256;

    private final Learned[] learnedByCampaign;

    /** What one campaign has bid. */
    private static final class Learned {
        private final long bidMaxMicros;
        private final Histogram bids;
        private final Histogram before;
        private long highestMicros;

        Learned(final long bidMaxMicros) {
            this.bidMaxMicros = bidMaxMicros;
            this.bids = new Histogram(Math.max(2, bidMaxMicros / STEP_MICROS + 1), DIGITS);
            this.before = new Histogram(bids.getHighestTrackableValue(), DIGITS);
            this.highestMicros = bidMaxMicros;
        }

        void onBid(final long micros) {
            bids.recordValue(micros / STEP_MICROS);
            final long count = bids.getTotalCount();
            if ((count % LOOK_EVERY == 0 || micros > highestMicros) && count + before.getTotalCount() >= LEARNED_FROM) {
                highestMicros = Math.min(bidMaxMicros, Math.max(highest(bids), highest(before)));
            }
            if (count == REMEMBERED / 2) {
                before.reset();
                before.add(bids);
                bids.reset();
            }
        }

        /** What all but one in a thousand stay at or below; of fewer, all. */
        private static long highest(final Histogram bids) {
            long above = bids.getTotalCount();
            for (final HistogramIterationValue step : bids.recordedValues()) {
                above -= step.getCountAddedInThisIterationStep();
                if (above <= bids.getTotalCount() / ONE_OF) {
                    return (step.getValueIteratedTo() + 1) * STEP_MICROS;
                }
            }
            return 0;
        }
    }

    /**
     * @param campaigns of the whole configuration.
     */
    public HighestBids(final int campaigns) {
        learnedByCampaign = new Learned[campaigns];
    }

    /** The highest bid that is to be expected, in micro-units. */
    long micros(final Campaign campaign, final EarlyClose earlyClose) {
        final Learned learned = earlyClose == EarlyClose.LEARNED ? learnedByCampaign[campaign.index()] : null;
        return learned == null ? campaign.config().bidMaxMicros() : learned.highestMicros;
    }

    /** Learns from a bid that was taken. The first one of a campaign allocates what it is remembered in. */
    void onBid(final Campaign campaign, final long micros) {
        Learned learned = learnedByCampaign[campaign.index()];
        if (learned == null) {
            learned = new Learned(campaign.config().bidMaxMicros());
            learnedByCampaign[campaign.index()] = learned;
        }
        learned.onBid(micros);
    }
}
