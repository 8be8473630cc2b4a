package gavel.server.ping;

import gavel.config.BuyerConfig.AdaptiveTimeout;
import gavel.server.buyer.BidTimes;
import gavel.server.buyer.BidTimes.Kind;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The rule, on numbers that were computed by hand. */
class BidCurveTest {
    private static final long MS = 1_000_000;
    private static final long UNIT = 1_000_000;
    private static final long MOST = 120 * MS;
    private static final long MIN = 20 * MS;
    /** Ends of the places that 30 and 80 ms are in. */
    private static final long ENDS_30 = 30_720_000;
    private static final long ENDS_80 = 81_920_000;

    private final BidTimes times = new BidTimes();

    private BidCurveTest bids(final int count, final int ms, final long addedMicros) {
        for (int i = 0; i < count; i++) {
            times.onPing();
            times.onBid(ms * 1_000, addedMicros);
        }
        return this;
    }

    private BidCurve curve() {
        final long[] reading = new long[BidTimes.SIZE];
        times.addTo(reading);
        return BidCurve.between(new long[BidTimes.SIZE], reading);
    }

    private long learned(final long keepPpm) {
        return curve().timeoutNs(new AdaptiveTimeout(MIN, keepPpm), MOST);
    }

    private long learned() {
        return learned(990_000);
    }

    @Test
    void shouldCutOffBidsThatAddNothing() {
        assertEquals(ENDS_30, bids(1_000, 30, UNIT).bids(9_000, 80, 0).learned());
    }

    @Test
    void shouldNeverGiveLessThanTheLeast() {
        assertEquals(MIN, bids(1_000, 10, UNIT).bids(1_000, 80, 0).learned());
    }

    @Test
    void shouldNeverGiveMoreThanTheMost() {
        assertEquals(MOST, bids(1_000, 10, UNIT).bids(500, 119, UNIT).learned());
    }

    @Test
    void shouldWaitForLateBidsAsSoonAsTheyAddMoreThanMayBeLost() {
        assertEquals(MIN, bids(990, 10, UNIT).bids(10, 80, UNIT).learned(), "10 of 1,000 is one per cent");
        assertEquals(ENDS_80, bids(0, 10, UNIT).bids(1, 80, UNIT).learned(), "11 of 1,001 is more");
    }

    @Test
    void shouldWeighBidsByWhatTheyAddAndNotCountThem() {
        assertEquals(ENDS_80, bids(995, 10, UNIT).bids(5, 80, 5 * UNIT).learned(), "25 of 1,020");
        assertEquals(MIN, learned(970_000), "three per cent may be lost");
    }

    @Test
    void shouldGiveAllTheTimeUntilEnoughBidsAreKnown() {
        assertEquals(MOST, bids(BidCurve.LEARNED_FROM - 1, 10, UNIT).learned());
        assertEquals(MIN, bids(1, 10, UNIT).learned());
    }

    @Test
    void shouldTakeAllBidsForEqualWhileTooFewAddedAnything() {
        bids(99, 10, UNIT).bids(881, 10, 0).bids(20, 80, 0);
        assertEquals(ENDS_80, learned(), "by its bids: two in a hundred come at 80 ms");
        assertEquals(MIN, bids(1, 10, UNIT).learned(), "a hundredth bid that added something: none of them came late");
        assertEquals(ENDS_80, learned(995_000), "where half as much may be lost, twice as many must be known");
    }

    @Test
    void shouldNotLookAtWhatNoTimeoutThatIsAllowedCouldKeep() {
        assertEquals(MIN, bids(1_000, 10, UNIT).bids(1_000, 200, 100 * UNIT).learned());
        assertEquals(2_000, curve().all(Kind.BIDS));
    }

    @Test
    void shouldStayExactWithSumsPastAMillionMillions() {
        final long large = 4_000_000_000_000_000L;
        assertEquals(MIN, bids(990, 10, large).bids(10, 80, large).learned());
        assertEquals(ENDS_80, bids(0, 10, large).bids(1, 80, large).learned());
    }

    @Test
    void shouldSayWhatEachTimeKeeps() {
        bids(3, 10, 2 * UNIT).bids(2, 80, 7 * UNIT);
        assertEquals(5, curve().pings());
        assertEquals(0, curve().within(Kind.BIDS, 5 * MS));
        assertEquals(3, curve().within(Kind.BIDS, 30 * MS));
        assertEquals(5, curve().within(Kind.BIDS, ENDS_80));
        assertEquals(6 * UNIT, curve().within(Kind.MICROS, 30 * MS));
        assertEquals(20 * UNIT, curve().all(Kind.MICROS));
    }
}
