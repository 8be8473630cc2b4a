package gavel.server.auction;

import gavel.config.OfferConfig.EarlyClose;
import gavel.server.catalog.Campaign;
import gavel.server.catalog.SampleConfig;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is held to be a campaign's highest bid, against the sorted list of what it bid. */
class HighestBidsTest {
    private final HighestBids highest = new HighestBids(1);
    private final Campaign campaign = campaign();

    private static Campaign campaign() {
        final SampleConfig sample = new SampleConfig();
        sample.campaigns.add(SampleConfig.campaign("a"));
        return sample.catalog().campaigns().get(0);
    }

    private long learned() {
        return highest.micros(campaign, EarlyClose.LEARNED);
    }

    private void bid(final int count, final long micros) {
        for (int i = 0; i < count; i++) {
            highest.onBid(campaign, micros);
        }
    }

    @Test
    void shouldTakeTheConfiguredOneUntilItKnowsEnough() {
        bid(HighestBids.LEARNED_FROM - 1, 2_000_000);
        assertEquals(SampleConfig.BID_MAX_MICROS, learned());
        bid(256, 2_000_000);
        assertTrue(learned() >= 2_000_000 && learned() <= 2_040_000, learned() + " micro-units");
        assertEquals(SampleConfig.BID_MAX_MICROS, highest.micros(campaign, EarlyClose.BID_MAX));
    }

    @Test
    void shouldBeAtOrAboveNineHundredNinetyNineOfAThousand() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        for (int turn = 0; turn < 20; turn++) {
            final HighestBids fresh = new HighestBids(1);
            final long[] bids = new long[10_240];
            for (int i = 0; i < bids.length; i++) {
                bids[i] = 10_000 + random.nextLong(SampleConfig.BID_MAX_MICROS - 10_000);
                fresh.onBid(campaign, bids[i]);
            }
            Arrays.sort(bids);
            final long exact = bids[bids.length - bids.length / 1000 - 1];
            final long found = fresh.micros(campaign, EarlyClose.LEARNED);
            assertTrue(found >= exact && found <= exact * 102 / 100 + 2_000,
                    "seed " + seed + ": " + found + " for " + exact);
        }
    }

    @Test
    void shouldFollowABuyerThatBidsMoreAndForgetOneThatBidsLess() {
        bid(HighestBids.REMEMBERED, 2_000_000);
        bid(512, 9_000_000);
        assertTrue(learned() >= 9_000_000, learned() + " micro-units");
        bid(2 * HighestBids.REMEMBERED, 1_000_000);
        assertTrue(learned() < 1_100_000, learned() + " micro-units");
    }

    @Test
    void shouldNeverExpectMoreThanTheConfiguredMaximum() {
        bid(10 * HighestBids.LEARNED_FROM, SampleConfig.BID_MAX_MICROS);
        assertEquals(SampleConfig.BID_MAX_MICROS, learned());
    }
}
