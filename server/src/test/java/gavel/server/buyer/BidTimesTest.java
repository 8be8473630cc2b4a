package gavel.server.buyer;

import gavel.server.buyer.BidTimes.Kind;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Where times are counted, and what a reading says. */
class BidTimesTest {
    @Test
    void shouldPutEachTimeIntoOnePlaceThatIsNarrow() {
        long startUs = 0;
        for (int place = 0; place < BidTimes.PLACES; place++) {
            final long endUs = BidTimes.endUs(place);
            assertEquals(place, BidTimes.place(startUs));
            assertEquals(place, BidTimes.place(endUs - 1));
            assertTrue(endUs - startUs <= Math.max(64, startUs / 16), place + " is " + (endUs - startUs) + " us wide");
            startUs = endUs;
        }
        assertTrue(startUs > 60_000_000, "a phase may last a minute");
    }

    @Test
    void shouldPutWhatIsOutsideIntoTheFirstAndTheLastPlace() {
        assertEquals(0, BidTimes.place(-1));
        assertEquals(BidTimes.PLACES - 1, BidTimes.place(Integer.MAX_VALUE));
        assertEquals(BidTimes.PLACES - 1, BidTimes.place(Long.MAX_VALUE));
    }

    @Test
    void shouldSumWhatLoopsCount() {
        final BidTimes one = new BidTimes();
        final BidTimes other = new BidTimes();
        one.onPing();
        one.onBid(30_000, 5);
        one.onPing();
        one.onBid(30_000, 0);
        other.onPing();
        other.onBid(30_001, 7);
        other.onPing();
        final long[] reading = new long[BidTimes.SIZE];
        one.addTo(reading);
        other.addTo(reading);
        assertEquals(4, BidTimes.pings(reading));
        assertEquals(3, BidTimes.at(reading, Kind.BIDS, BidTimes.place(30_000)));
        assertEquals(2, BidTimes.at(reading, Kind.WINS, BidTimes.place(30_000)));
        assertEquals(12, BidTimes.at(reading, Kind.MICROS, BidTimes.place(30_000)));
    }
}
