package gavel.server.path;

import gavel.config.BuyerConfig.AdaptiveTimeout;
import gavel.config.BuyerConfig.Breaker;
import gavel.config.ServerConfig.Durability;
import gavel.server.buyer.BidTimes.Kind;
import gavel.server.lead.PingStatus;
import gavel.server.path.ScriptedBuyer.ScriptedCall;
import gavel.server.ping.BidCurve;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How long leads wait for a buyer whose time is learned, what is learned of them, and whom breakers blame. */
class AdaptiveTimeoutTest extends PathCase {
    private static final long UNIT = 1_000_000;
    private static final long LEARNED = 20 * MS;
    private static final long MOST = 100 * MS;
    private static final int LEADS_MAX = 500;

    private final List<Long> given = new ArrayList<>();
    private int leads;

    /** The first of three buyers has learned that nothing of worth comes from it after 20 ms. */
    private void begin() {
        sample.adaptive = Optional.of(new AdaptiveTimeout(LEARNED, 990_000));
        open();
        for (int i = 0; i < 1_000; i++) {
            server.buyer(0).stats().bidTimes().onBid(10_000, UNIT);
        }
        server.learn();
        assertEquals(LEARNED, server.timeout(0).timeoutNs());
    }

    private void open() {
        sample.durability = Durability.PROCESS;
        start();
        server.buyer(0).onPing = call -> given.add(call.candidate().callEndsNs() - time.nowNs());
    }

    private FakePublisher lead(final long deadlineMs) {
        leads++;
        return post("A-" + leads, "512555" + (1000 + leads), deadlineMs, "");
    }

    /** A lead that gives the first buyer so much time; others go before it. */
    private FakePublisher leadThatGives(final long ns) {
        for (int i = 0; i < LEADS_MAX; i++) {
            final FakePublisher publisher = lead(800);
            if (given.get(given.size() - 1) == ns) {
                return publisher;
            }
            end();
        }
        throw new AssertionError("no lead gives it " + ns + " ns");
    }

    private void end() {
        server.advance(103 * MS);
        rejectAll();
    }

    private void rejectAll() {
        while (posts() > 0) {
            server.buyers().stream().filter(buyer -> !buyer.posts.isEmpty()).forEach(ScriptedBuyer::reject);
        }
        server.drain();
    }

    private BidCurve curve(final int buyer) {
        server.learn();
        return server.timeout(buyer).curve();
    }

    @Test
    void shouldEndThePhaseWhenTheLearnedTimeOfWhoIsLeftIsOver() {
        begin();
        leadThatGives(LEARNED);
        final ScriptedCall open = server.buyer(0).pings.get(0);
        server.buyer(1).bid("5.00");
        server.buyer(2).bid("4.00");
        server.advance(19 * MS);
        assertEquals(0, posts(), "it may still come");
        server.advance(4 * MS);
        assertEquals(1, server.buyer(1).posts.size());
        assertTrue(open.isAbandoned());
        assertEquals(1, server.buyer(0).stats().pings(PingStatus.TIMEOUT));
        rejectAll();
        assertIdle();
    }

    @Test
    void shouldEndThePhaseWhenTheTimeOfWhoIsLeftIsOverThoughNothingIsLearned() {
        sample.firstPingTimeoutNs = 40 * MS;
        open();
        lead(800);
        server.advance(10 * MS);
        server.buyer(1).bid("5.00");
        server.advance(25 * MS);
        server.buyer(2).bid("4.00");
        assertEquals(0, posts());
        server.advance(8 * MS);
        assertEquals(1, server.buyer(1).posts.size());
        rejectAll();
        assertIdle();
    }

    @Test
    void shouldEndThePhaseAtOnceWhenAllWhoAreLeftHadTheirTime() {
        sample.firstPingTimeoutNs = 40 * MS;
        open();
        lead(800);
        server.buyer(1).bid("5.00");
        server.advance(60 * MS);
        assertEquals(0, posts(), "the third has longer");
        server.buyer(2).bid("4.00");
        server.advance(2 * MS);
        assertEquals(1, server.buyer(1).posts.size());
        rejectAll();
        assertIdle();
    }

    @Test
    void shouldGiveAllTheTimeToAFixedShareOfLeadsAndTakeABidThatComesThen() {
        begin();
        final FakePublisher publisher = leadThatGives(MOST);
        server.buyer(1).bid("5.00");
        server.buyer(2).bid("4.00");
        server.advance(80 * MS);
        assertEquals(0, posts());
        server.buyer(0).bid("9.00");
        server.buyer(0).accept();
        assertOutcome("sold", 0, publisher);
        assertIdle();
    }

    @Test
    void shouldGiveAllTheTimeToAboutOneLeadInSixtyFourAndToTheSameOnesAgain() {
        begin();
        for (int run = 0; run < 2; run++) {
            leads = 0;
            for (int i = 0; i < 640; i++) {
                lead(800);
                bid("0", "0", "0");
                server.drain();
            }
        }
        assertEquals(given.subList(0, 640), given.subList(640, 1280));
        final long full = given.subList(0, 640).stream().filter(ns -> ns == MOST).count();
        assertTrue(full >= 4 && full <= 18, full + " of 640");
        assertEquals(640 - full, given.subList(0, 640).stream().filter(ns -> ns == LEARNED).count());
        assertIdle();
    }

    @Test
    void shouldNotTakeABidThatComesAfterTheLearnedTimeWhileOthersAreWaitedFor() {
        begin();
        final FakePublisher publisher = leadThatGives(LEARNED);
        server.buyer(1).bid("5.00");
        server.advance(50 * MS);
        server.buyer(0).bid("9.00");
        server.buyer(2).bid("4.00");
        assertEquals(1, server.buyer(0).stats().pings(PingStatus.LATE));
        server.buyer(1).accept();
        assertOutcome("sold", 0, publisher);
        assertIdle();
    }

    @Test
    void shouldLearnWhatEachBidAdded() {
        open();
        lead(800);
        server.advance(10 * MS);
        server.buyer(2).bid("3.00");
        server.buyer(1).bid("5.50");
        server.advance(40 * MS);
        server.buyer(0).bid("7.00");
        rejectAll();
        assertEquals(1_500_000, curve(0).all(Kind.MICROS), "7.00 in place of 5.50");
        assertEquals(0, curve(0).within(Kind.BIDS, 40 * MS));
        assertEquals(1, curve(0).within(Kind.BIDS, 55 * MS));
        assertEquals(0, curve(1).all(Kind.MICROS), "it came first, and would not have been missed");
        assertEquals(1, curve(1).all(Kind.BIDS));
        assertEquals(1, curve(2).pings());
        assertIdle();
    }

    @Test
    void shouldLearnWhatALateBidWouldHaveAdded() {
        sample.firstPingTimeoutNs = 40 * MS;
        open();
        lead(800);
        server.buyer(1).bid("5.00");
        server.advance(60 * MS);
        server.buyer(0).bid("9.00");
        server.buyer(2).bid("4.00");
        rejectAll();
        assertEquals(0, curve(0).within(Kind.BIDS, 40 * MS));
        assertEquals(4 * UNIT, curve(0).all(Kind.MICROS));
        assertEquals(UNIT, curve(1).all(Kind.MICROS), "5.00 in place of 4.00: what came late was not there");
        assertIdle();
    }

    @Test
    void shouldLearnThatALateBidBelowTheFloorAddsNothing() {
        sample.firstPingTimeoutNs = 40 * MS;
        sample.floorMicros = 6 * UNIT;
        open();
        lead(800);
        server.buyer(1).bid("5.00");
        server.advance(60 * MS);
        server.buyer(0).bid("5.99");
        server.buyer(2).bid("0");
        server.drain();
        for (int buyer = 0; buyer < 2; buyer++) {
            assertEquals(1, curve(buyer).all(Kind.BIDS));
            assertEquals(0, curve(buyer).all(Kind.MICROS));
        }
        assertIdle();
    }

    @Test
    void shouldLearnNothingFromALeadThatLeftABuyerLessThanAllItsTime() {
        begin();
        final long before = curve(0).all(Kind.BIDS);
        leadThatGives(LEARNED);
        bid("5.00", "4.00", "3.00");
        rejectAll();
        final long pings = curve(0).pings();
        lead(60);
        bid("5.00", "4.00", "3.00");
        rejectAll();
        assertEquals(before, curve(0).all(Kind.BIDS), "what was learned, and then the lead's deadline, left it less");
        assertEquals(pings, curve(0).pings());
        assertIdle();
    }

    @Test
    void shouldCountAPingWithoutABid() {
        open();
        lead(800);
        server.buyer(1).bid("0");
        server.buyer(2).asks = PingStatus.LIMIT;
        end();
        lead(800);
        end();
        assertEquals(2, curve(0).pings(), "it had its time");
        assertEquals(0, curve(0).all(Kind.BIDS));
        assertEquals(2, curve(1).pings());
        assertEquals(1, curve(2).pings(), "the second was not sent");
        assertIdle();
    }

    /** Leads that the others bid on at once, and what the first does after so many milliseconds. */
    private void leads(final int count, final int ms, final boolean answers) {
        for (int i = 0; i < count; i++) {
            lead(800);
            if (!server.buyer(1).pings.isEmpty()) {
                server.buyer(1).bid("5.00");
            }
            server.advance(ms * MS);
            if (answers && !server.buyer(0).pings.isEmpty()) {
                server.buyer(0).bid("1.00");
            }
            if (!server.buyer(2).pings.isEmpty()) {
                server.buyer(2).bid("4.00");
            }
            end();
        }
    }

    @Test
    void shouldNotBlameABuyerThatOnlyWeHaveLearnedNotToWaitFor() {
        sample.breaker = new Breaker(true, 60_000 * MS, 1, 1, 500_000, 900_000);
        begin();
        leads(60, 50, true);
        assertTrue(server.buyer(0).stats().pings(PingStatus.LATE) > 50, "they came while the third was waited for");
        leads(60, 1, false);
        assertTrue(server.buyer(0).stats().pings(PingStatus.TIMEOUT) > 50, "they were cut off");
        server.advance(10_000 * MS);
        leads(60, 1, true);
        assertEquals(0, server.buyer(0).stats().pings(PingStatus.SKIPPED));
        assertIdle();
    }

    @Test
    void shouldBlameABuyerThatIsLaterThanItMayEverBe() {
        sample.breaker = new Breaker(true, 3_000 * MS, 5, 3, 500_000, 900_000);
        sample.firstPingTimeoutNs = 40 * MS;
        open();
        leads(60, 60, true);
        assertTrue(server.buyer(0).stats().pings(PingStatus.LATE) > 5);
        assertTrue(server.buyer(0).stats().pings(PingStatus.SKIPPED) > 5);
        assertIdle();
    }

    @Test
    void shouldFindOutThatABuyerIsDownThoughItsTimeIsLearned() {
        sample.breaker = new Breaker(true, 3_000 * MS, 5, 3, 500_000, 900_000);
        begin();
        leads(40, 1, false);
        server.learn();
        assertEquals(MOST, server.timeout(0).timeoutNs(), "it has changed, so it has all its time");
        leads(60, 1, false);
        assertTrue(server.buyer(0).stats().pings(PingStatus.SKIPPED) > 10);
        assertIdle();
    }
}
