package gavel.server.path;

import gavel.config.BuyerConfig;
import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.Bodies.Bid;
import gavel.persist.record.BodyReader;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordKind;
import gavel.server.lead.LeadReason;
import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import gavel.server.runtime.Counter;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who is skipped on a lead's way because its calls fail, what counts as that, and what stays as it was. */
class BreakerPathTest extends PathCase {
    private static final BuyerConfig.Breaker BREAKER =
            new BuyerConfig.Breaker(true, 3000 * MS, 5, 3, 500_000, 900_000);
    private static final Consumer<ScriptedBuyer> BIDS = buyer -> buyer.bid("3.00");

    private int leads;

    private void begin() {
        sample.breaker = BREAKER;
        start();
    }

    /** Leads of which each buyer that was asked does what the test says; returns how many the first was asked for. */
    private int leads(final int count, final long deadlineMs, final Consumer<ScriptedBuyer> first,
                      final Consumer<ScriptedBuyer> others) {
        int asked = 0;
        for (int i = 0; i < count; i++) {
            lead(deadlineMs);
            asked += server.buyer(0).pings.size();
            for (final ScriptedBuyer buyer : server.buyers()) {
                if (!buyer.pings.isEmpty()) {
                    (buyer == server.buyer(0) ? first : others).accept(buyer);
                }
            }
            end();
        }
        return asked;
    }

    private FakePublisher lead(final long deadlineMs) {
        leads++;
        return post("A-" + leads, "512555" + (1000 + leads), deadlineMs, "");
    }

    /** All posts are rejected, so that the person may come again and nothing is left. */
    private void end() {
        server.advance(110 * MS);
        server.drain();
        while (posts() > 0) {
            server.buyers().stream().filter(buyer -> !buyer.posts.isEmpty()).forEach(ScriptedBuyer::reject);
            server.drain();
        }
        server.drain();
    }

    private long pings(final int buyer, final PingStatus status) {
        return server.buyer(buyer).stats().pings(status);
    }

    private void assertNeverSkipped(final Consumer<ScriptedBuyer> first) {
        begin();
        assertEquals(60, leads(60, 800, first, BIDS));
        assertEquals(0, pings(0, PingStatus.SKIPPED));
        assertIdle();
    }

    private void assertSkipped(final Consumer<ScriptedBuyer> first) {
        begin();
        final int asked = leads(60, 800, first, BIDS);
        assertTrue(asked < 60 && asked > 10, asked + " of 60");
        assertEquals(60 - asked, pings(0, PingStatus.SKIPPED));
        assertEquals(60 - asked, server.counters().get(Counter.ROUTE_SKIPPED));
        assertEquals(60 - asked, server.counters().reason(LeadReason.SKIPPED.ordinal()));
        assertEquals(180 - (60 - asked), server.counters().get(Counter.ROUTE_CANDIDATES));
        assertEquals(0, pings(1, PingStatus.SKIPPED) + pings(2, PingStatus.SKIPPED), "the others are asked as before");
        assertEquals(60, pings(1, PingStatus.BID));
        assertEquals(60, pings(2, PingStatus.BID));
        assertIdle();
    }

    @Test
    void shouldSkipWhoDoesNotAnswer() {
        assertSkipped(buyer -> { });
    }

    @Test
    void shouldSkipWhoBreaksOff() {
        assertSkipped(buyer -> buyer.pings.get(0).fail(PingStatus.RESET));
    }

    @Test
    void shouldSkipWhoCannotBeRead() {
        assertSkipped(buyer -> buyer.pings.get(0).answer("what?"));
    }

    @Test
    void shouldSkipWhoSaysTooMuch() {
        assertSkipped(buyer -> buyer.pings.get(0).fail(PingStatus.TOO_LARGE));
    }

    @Test
    void shouldSkipWhoseServerIsBroken() {
        assertSkipped(buyer -> httpError(buyer, 503));
    }

    @Test
    void shouldSkipWhoIsAskedTooOften() {
        assertSkipped(buyer -> httpError(buyer, 429));
    }

    @Test
    void shouldNotSkipWhoRefusesTheRequest() {
        assertNeverSkipped(buyer -> httpError(buyer, 404));
    }

    @Test
    void shouldNotSkipWhoMakesNoBid() {
        assertNeverSkipped(buyer -> buyer.bid("0"));
    }

    @Test
    void shouldNotSkipWhoBidsTooMuch() {
        assertNeverSkipped(buyer -> buyer.bid("99999.00"));
    }

    @Test
    void shouldNotSkipWhoBidsBelowTheFloor() {
        assertNeverSkipped(buyer -> buyer.bid("0.000001"));
    }

    @Test
    void shouldNotSkipWhoFailsHalfOfTheTime() {
        final int[] calls = new int[1];
        assertNeverSkipped(buyer -> {
            if (calls[0]++ % 2 == 0) {
                buyer.bid("1.00");
            }
        });
    }

    @Test
    void shouldNotBlameABuyerForALeadThatLeftItNoTime() {
        begin();
        assertEquals(60, leads(60, 60, buyer -> { }, BIDS));
        assertTrue(pings(0, PingStatus.TIMEOUT) == 60, "half of 60 ms, of the 100 that it may take");
        assertEquals(0, pings(0, PingStatus.SKIPPED));
        assertIdle();
    }

    @Test
    void shouldSkipWhoCannotBeReachedAndNotWhoHasNoRoom() {
        begin();
        server.buyer(0).asks = PingStatus.REFUSED;
        server.buyer(1).asks = PingStatus.LIMIT;
        leads(60, 800, BIDS, BIDS);
        assertTrue(pings(0, PingStatus.SKIPPED) > 10, "skipped " + pings(0, PingStatus.SKIPPED));
        assertEquals(60, pings(1, PingStatus.LIMIT));
        assertIdle();
    }

    @Test
    void shouldNotBlameABuyerForARequestThatWasTooLarge() {
        begin();
        server.buyer(0).asks = PingStatus.TOO_LARGE;
        leads(60, 800, BIDS, BIDS);
        assertEquals(60, pings(0, PingStatus.TOO_LARGE));
        assertIdle();
    }

    @Test
    void shouldNotBlameABuyerForAMistakeOfOurs() {
        begin();
        for (int i = 0; i < 60; i++) {
            lead(800);
            assertEquals(1, server.buyer(0).pings.size());
            server.advance(60 * MS);
            server.buyer(1).pings.get(0).answerNothing();
            end();
        }
        assertEquals(60, server.counters().reason(LeadReason.INTERNAL.ordinal()));
        assertEquals(0, pings(0, PingStatus.SKIPPED));
        assertNotEquals(List.of(), server.takeFaults());
        assertIdle();
    }

    @Test
    void shouldSkipWhoBidsAndTakesNoPosts() {
        begin();
        int sold = 0;
        for (int i = 0; i < 60; i++) {
            final FakePublisher publisher = lead(800);
            server.buyers().stream().filter(buyer -> !buyer.pings.isEmpty())
                    .forEach(buyer -> buyer.bid(buyer == server.buyer(0) ? "9.00" : "3.00"));
            server.drain();
            if (server.buyer(0).posts.isEmpty()) {
                (server.buyer(1).posts.isEmpty() ? server.buyer(2) : server.buyer(1)).accept();
                sold++;
            } else {
                server.advance(420 * MS);
            }
            server.drain();
            assertFalse(publisher.answer().isEmpty());
        }
        assertTrue(pings(0, PingStatus.SKIPPED) > 20, "skipped " + pings(0, PingStatus.SKIPPED));
        assertEquals(pings(0, PingStatus.SKIPPED), sold, "who is skipped leaves the lead to the runner-up");
        assertIdle();
    }

    @Test
    void shouldNotSkipWhoRejects() {
        begin();
        assertEquals(60, leads(60, 800, buyer -> buyer.bid("9.00"), BIDS));
        assertEquals(60, server.buyer(0).stats().posts(PostStatus.REJECTED));
        assertIdle();
    }

    @Test
    void shouldAskOneWhenAllAreToBeSkippedAndSellToIt() {
        begin();
        leads(60, 800, buyer -> { }, buyer -> { });
        assertTrue(server.counters().get(Counter.ROUTE_PROBED) > 10, "all three were to be skipped");
        for (int i = 0; i < 30; i++) {
            final long probed = server.counters().get(Counter.ROUTE_PROBED);
            final FakePublisher publisher = lead(800);
            final List<ScriptedBuyer> asked =
                    server.buyers().stream().filter(buyer -> !buyer.pings.isEmpty()).toList();
            assertFalse(asked.isEmpty(), "never all");
            assertTrue(asked.size() == 1 || server.counters().get(Counter.ROUTE_PROBED) == probed);
            if (i == 0) {
                asked.forEach(BIDS);
                server.drain();
                asked.forEach(buyer -> {
                    if (!buyer.posts.isEmpty()) {
                        buyer.accept();
                    }
                });
                server.drain();
                assertOutcome("sold", 0, publisher);
            } else {
                server.advance(110 * MS);
                server.drain();
                assertOutcome("unsold", 403, publisher);
            }
        }
        assertIdle();
    }

    @Test
    void shouldAskAsEverWhenTheAnswersAreGoodAgain() {
        begin();
        assertTrue(leads(60, 800, buyer -> { }, BIDS) < 60);
        final int coming = leads(120, 800, BIDS, BIDS);
        assertTrue(coming > 40 && coming < 120, coming + " of 120");
        assertEquals(60, leads(60, 800, BIDS, BIDS));
        assertIdle();
    }

    @Test
    void shouldSkipTheSameLeadsWhenARunRepeats() {
        begin();
        final List<Integer> first = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            first.add(leads(1, 800, buyer -> { }, BIDS));
        }
        server.close();
        leads = 0;
        final FakeTime again = new FakeTime();
        try (FakeServer second = new FakeServer(sample.config(), directory.resolve("again"), again, log)) {
            for (int i = 0; i < 60; i++) {
                second.publisher().post(FakePublisher.body("A-" + (i + 1), "512555" + (1001 + i), 800), "");
                assertEquals(first.get(i), second.buyer(0).pings.size(), "lead " + i);
                second.buyer(1).bid("3.00");
                second.buyer(2).bid("3.00");
                second.advance(110 * MS);
                second.drain();
                while (second.buyers().stream().anyMatch(buyer -> !buyer.posts.isEmpty())) {
                    second.buyers().stream().filter(buyer -> !buyer.posts.isEmpty()).forEach(ScriptedBuyer::reject);
                    second.drain();
                }
            }
        }
        server = null;
    }

    @Test
    void shouldRecordWhoWasSkippedAndForNoTime() {
        sample.breaker = BREAKER;
        final List<Bid> bids = new ArrayList<>();
        final RecordDecoder decoder = new RecordDecoder();
        final JournalVisitor reader = (location, buffer, offset, length) -> {
            decoder.wrap(buffer, offset);
            if (decoder.kind() == RecordKind.POSTING) {
                bids.addAll(BodyReader.posting(decoder).bids());
            }
        };
        server = new FakeServer(sample.config(), directory.resolve("live"), time, reader);
        leads(60, 800, buyer -> { }, BIDS);
        final List<Bid> skipped = bids.stream().filter(bid -> bid.status() == PingStatus.SKIPPED.code()).toList();
        assertEquals(pings(0, PingStatus.SKIPPED), skipped.size());
        assertTrue(skipped.size() > 10, skipped.size() + " of 60");
        for (final Bid bid : skipped) {
            assertEquals("buyer-0", bid.buyer());
            assertEquals(0, bid.bidMicros());
            assertEquals(0, bid.elapsedUs());
        }
        assertIdle();
    }

    private static void httpError(final ScriptedBuyer buyer, final int status) {
        buyer.pings.get(0).candidate().httpStatus(status);
        buyer.pings.get(0).fail(PingStatus.HTTP_ERROR);
    }
}
