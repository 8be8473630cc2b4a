package gavel.server.path;

import gavel.config.OfferConfig.EarlyClose;
import gavel.config.ServerConfig.Durability;
import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.BodyReader;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordKind;
import gavel.persist.record.StatusNames;
import gavel.server.buyer.BuyerStats;
import gavel.server.lead.PingStatus;
import gavel.server.path.ScriptedBuyer.ScriptedCall;
import gavel.server.runtime.Counter;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Posts that leave before every ping has ended: when they may, and what becomes of the pings that are open. */
class EarlyCloseTest extends PathCase {
    private static final long UNIT = 1_000_000;

    /** Three buyers that bid at most 4.00, 6.00 and 8.00, and nothing that waits for a disk. */
    private FakePublisher begin() {
        sample.durability = Durability.PROCESS;
        sample.idempotentBuyer = -1;
        sample.bidMaxMicros = new long[] {4 * UNIT, 6 * UNIT, 8 * UNIT};
        start();
        return post("A-1", "5125550100", 800, "");
    }

    @Test
    void shouldPostAsSoonAsNobodyElseCanWin() {
        final FakePublisher publisher = begin();
        server.buyer(2).bid("5.00");
        assertEquals(0, posts(), "the second may still bid 6.00");
        server.buyer(1).bid("5.50");
        assertEquals(1, server.buyer(1).posts.size());
        final ScriptedCall open = server.buyer(0).pings.get(0);
        assertFalse(open.isAbandoned(), "a ping that is not waited for stays open");

        server.buyer(1).accept();
        final String answer = publisher.answer();
        assertTrue(answer.contains("\"status\":\"sold\"")
                && answer.contains("\"early_close\":{\"not_waited_for\":[\"campaign-0\"],\"count\":1,"), answer);
        assertTrue(open.isReleased(), "a sold lead needs no more bids");
        assertEquals(1, server.buyer(0).stats().pings(PingStatus.NOT_WAITED));
        assertEquals(0, server.buyer(0).stats().pings(PingStatus.TIMEOUT));
        assertEquals(1, server.counters().get(Counter.AUCTION_EARLY));
        assertIdle();
    }

    @Test
    void shouldSayNothingOfAnEarlyCloseWhenAllHaveAnswered() {
        final FakePublisher publisher = begin();
        bid("3.00", "5.00", "4.00");
        server.buyer(1).accept();
        assertFalse(publisher.answer().contains("early_close"), publisher.answer());
        assertEquals(0, server.counters().get(Counter.AUCTION_EARLY));
        assertIdle();
    }

    @Test
    void shouldWaitForWhoCouldWinTheTie() {
        sample.durability = Durability.PROCESS;
        sample.bidMaxMicros = new long[] {6 * UNIT, 6 * UNIT};
        sample.buyers = 2;
        start();
        int early = 0;
        for (int i = 0; i < 16; i++) {
            post("A-" + i, "51255501" + (10 + i), 800, "");
            server.buyer(0).bid("6.00");
            if (server.buyer(0).posts.isEmpty()) {
                server.buyer(1).bid("6.00");
                assertEquals(1, server.buyer(1).posts.size(), "it was waited for because it wins the tie");
                server.buyer(1).accept();
            } else {
                early++;
                server.buyer(0).accept();
            }
        }
        assertTrue(early > 0 && early < 16, early + " of 16");
        assertIdle();
    }

    @Test
    void shouldTakeALaterBidForTheRunnerUp() {
        final FakePublisher publisher = begin();
        server.buyer(2).bid("7.00");
        assertEquals(1, server.buyer(2).posts.size());
        server.buyer(0).bid("3.50");
        server.buyer(1).bid("5.00");
        assertEquals(1, posts());
        server.buyer(2).reject();
        assertEquals(1, server.buyer(1).posts.size(), "the best of those that came later");
        server.buyer(1).reject();
        server.buyer(0).accept();
        assertOutcome("sold", 0, publisher);
        assertEquals(1, server.buyer(1).stats().pings(PingStatus.BID_LATER));
        assertEquals(0, server.counters().get(Counter.AUCTION_EARLY_LOST));
        assertIdle();
    }

    @Test
    void shouldWaitForOpenPingsWhenTheWinnerRejects() {
        final FakePublisher publisher = begin();
        server.buyer(0).bid("3.00");
        server.buyer(2).bid("7.00");
        server.buyer(2).reject();
        assertEquals(0, posts(), "the one that is open may bid more than 3.00");
        server.buyer(1).bid("2.00");
        assertEquals(1, server.buyer(0).posts.size());
        server.buyer(0).accept();
        assertOutcome("sold", 0, publisher);
        assertIdle();
    }

    @Test
    void shouldEndWithTheDeadlineOfPingsThatWereNeededAfterAll() {
        final FakePublisher publisher = begin();
        server.buyer(0).bid("3.00");
        server.buyer(2).bid("7.00");
        server.buyer(2).reject();
        server.advance(103 * MS);
        assertEquals(1, server.buyer(0).posts.size());
        assertEquals(1, server.buyer(1).stats().pings(PingStatus.TIMEOUT));
        server.buyer(0).reject();
        assertOutcome("unsold", 501, publisher);
        assertIdle();
    }

    @Test
    void shouldEndOpenPingsAtTheirDeadlineWhileTheLeadIsWithABuyer() {
        final FakePublisher publisher = begin();
        server.buyer(2).bid("7.00");
        final ScriptedCall open = server.buyer(0).pings.get(0);
        server.advance(103 * MS);
        assertTrue(open.isAbandoned() && !open.isReleased(), "it had its time");
        assertEquals(1, server.buyer(0).stats().pings(PingStatus.TIMEOUT));
        assertEquals(1, server.buyer(2).posts.size());
        server.advance(310 * MS);
        assertOutcome("unknown", 505, publisher);
        assertIdle();
    }

    @Test
    void shouldSayPendingAtItsTimeThoughPingsAreOpen() {
        sample.durability = Durability.DISK;
        sample.bidMaxMicros = new long[] {4 * UNIT, 6 * UNIT, 8 * UNIT};
        start();
        final FakePublisher publisher = post("A-1", "5125550100", 300, "");
        server.buyer(2).bid("7.00");
        server.advance(103 * MS);
        assertEquals("", publisher.answer());
        server.advance(200 * MS);
        assertTrue(publisher.answer().contains("pending"), publisher.answer());
        server.drain();
        assertEquals(0, posts(), "nothing is sent once the publisher has been told");
        server.drain();
        assertEquals("LEAD_ENDED UNSOLD 502", last());
        assertIdle();
    }

    @Test
    void shouldWaitForAllWhenTheOfferSaysSo() {
        sample.earlyClose = EarlyClose.OFF;
        final FakePublisher publisher = begin();
        server.buyer(2).bid("7.00");
        server.buyer(1).bid("5.00");
        assertEquals(0, posts());
        server.buyer(0).bid("1.00");
        server.buyer(2).accept();
        assertOutcome("sold", 0, publisher);
        assertIdle();
    }

    @Test
    void shouldGiveUpNothingThatWasNotLearned() {
        sample.earlyClose = EarlyClose.LEARNED;
        begin();
        server.buyer(2).bid("5.00");
        assertEquals(0, posts(), "nothing is known yet but that the second bids 6.00 at most");
        server.buyer(1).bid("1.00");
        server.buyer(2).accept();
        assertIdle();
    }

    @Test
    void shouldFindOutThatABuyerBidsMoreThanItDid() {
        sample.earlyClose = EarlyClose.LEARNED;
        sample.durability = Durability.PROCESS;
        sample.bidMaxMicros = new long[] {20 * UNIT, 20 * UNIT, 20 * UNIT};
        sample.saleEntries = 4096;
        server = new FakeServer(sample.config(), directory.resolve("live"), time, log);
        for (int i = 0; i < 1_400; i++) {
            post("A-" + i, String.valueOf(5_125_550_100L + i), 800, "");
            bid("2.00", "1.00", "5.00");
            server.buyer(2).accept();
            server.drain();
        }
        int won = 0;
        for (int i = 0; i < 1_000; i++) {
            final int before = server.buyer(2).posts.size();
            post("B-" + i, String.valueOf(5_125_560_100L + i), 800, "");
            bid("2.00");
            server.buyer(2).bid("5.00");
            if (server.buyer(2).posts.size() == before) {
                server.buyer(1).bid("9.00");
                server.buyer(1).accept();
                won++;
            } else {
                server.buyer(2).accept();
            }
            server.drain();
        }
        assertTrue(won > 600 && won < 1_000, "it won " + won + " of 1,000 leads after it began to bid more");
    }

    @Test
    void shouldCountABidThatWouldHaveWonWhileTheFullLeadIsOut() {
        assertCountsALostBid(Durability.PROCESS);
    }

    @Test
    void shouldCountABidThatWouldHaveWonBeforeTheIntentIsForced() {
        assertCountsALostBid(Durability.DISK);
    }

    /** The second has learned to bid 1.00, and bids 9.00 when the post has been decided without it. */
    private void assertCountsALostBid(final Durability durability) {
        sample.earlyClose = EarlyClose.LEARNED;
        sample.durability = durability;
        sample.bidMaxMicros = new long[] {20 * UNIT, 20 * UNIT, 20 * UNIT};
        sample.saleEntries = 4096;
        server = new FakeServer(sample.config(), directory.resolve("live"), time, log);
        int leads = 0;
        while (server.counters().get(Counter.AUCTION_EARLY) == 0) {
            post("A-" + leads, String.valueOf(5_125_550_100L + leads), 800, "");
            if (leads <= 1_100) {
                bid("2.00", "1.00", "5.00");
            } else {
                bid("2.00");
                server.buyer(2).bid("5.00");
                final long early = server.counters().get(Counter.AUCTION_EARLY);
                server.buyer(1).bid(early == 1 ? "9.00" : "1.00");
                assertEquals(early, server.counters().get(Counter.AUCTION_EARLY_LOST));
            }
            server.drain();
            server.buyer(2).accept();
            server.drain();
            leads++;
        }
        assertTrue(leads > 1_100, "nothing was learned from " + leads + " leads");
        assertIdle();
    }

    @Test
    void shouldRecordWhoWasNotWaitedForAndWhatItBidLater() {
        final List<String> bids = new ArrayList<>();
        final RecordDecoder decoder = new RecordDecoder();
        final JournalVisitor reader = (location, buffer, offset, length) -> {
            decoder.wrap(buffer, offset);
            if (decoder.kind() == RecordKind.POSTING) {
                BodyReader.posting(decoder).bids().forEach(bid -> bids.add(decoder.attempt() + " " + bid.buyer() + " "
                        + StatusNames.ping(bid.status()) + " " + bid.bidMicros() / UNIT));
            }
        };
        sample.durability = Durability.PROCESS;
        sample.bidMaxMicros = new long[] {4 * UNIT, 6 * UNIT, 8 * UNIT};
        server = new FakeServer(sample.config(), directory.resolve("live"), time, reader);
        post("A-1", "5125550100", 800, "");
        server.buyer(2).bid("7.00");
        server.buyer(1).bid("5.00");
        server.buyer(0).bid("0");
        server.buyer(2).reject();
        server.buyer(1).accept();
        assertIdle();
        assertEquals(List.of("1 buyer-0 not_waited 0", "1 buyer-1 not_waited 0", "1 buyer-2 bid 7",
                "2 buyer-1 bid_later 5"), bids);
    }

    @Test
    void shouldNotCallALateAnswerWhatNobodyNeeded() {
        begin();
        server.buyer(2).bid("7.00");
        server.buyer(2).accept();
        assertEquals(0, server.buyer(0).stats().pings(PingStatus.LATE));
        assertEquals(0, server.buyer(0).stats().connections(BuyerStats.Event.DROPPED));
        assertIdle();
    }
}
