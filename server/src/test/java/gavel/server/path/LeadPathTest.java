package gavel.server.path;

import gavel.config.ServerConfig.Durability;
import gavel.server.lead.PingStatus;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A lead's way from door to door, with scripted buyers and a frozen clock, and where it may go wrong. */
class LeadPathTest extends PathCase {
    @Test
    void shouldSellAtOnceToTheHighestBid() {
        start();
        final FakePublisher publisher = post("A-1", "5125550100", 800, "");
        bid("3.00", "5.00", "4.00");
        assertEquals(0, posts(), "posted before the intent was forced");
        server.drain();
        assertEquals(1, server.buyer(1).posts.size());
        server.buyer(1).accept();
        assertEquals("", publisher.answer(), "answered before the sale was forced");
        server.drain();
        final String answer = publisher.answer();
        assertTrue(answer.contains("\"status\":\"sold\"") && answer.contains("\"price\":\"5.00\""), answer);
        assertEquals(List.of("POSTING 1 buyer-1", "SALE 1 buyer-1"), log.lines);
        assertEquals(1, server.capCount(1, day()));
        assertIdle();
    }

    @Test
    void shouldWaitForNoForceUnderProcess() {
        sample.durability = Durability.PROCESS;
        start();
        final FakePublisher publisher = post("A-1", "5125550100", 800, "");
        bid("3.00", "5.00", "4.00");
        assertEquals(1, server.buyer(1).posts.size());
        assertEquals(1, server.records().outstanding(), "the intent is in the map before the post");
        server.buyer(1).accept();
        assertOutcome("sold", 0, publisher);
        assertEquals(2, server.records().outstanding());
        assertEquals(List.of(), log.lines);
        server.drain();
        assertEquals(List.of("POSTING 1 buyer-1", "SALE 1 buyer-1"), log.lines);
        assertIdle();
    }

    @Test
    void shouldGoToTheRunnerUpWhenTheWinnerRejects() {
        start();
        final FakePublisher publisher = post("A-1", "5125550100", 800, "");
        bid("3.00", "5.00", "4.00");
        server.drain();
        server.buyer(1).reject();
        assertEquals(0, posts());
        assertEquals(0, server.capCount(1, day()), "a rejected post keeps no place under the cap");
        server.drain();
        server.buyer(2).accept();
        server.drain();
        assertOutcome("sold", 0, publisher);
        assertEquals(List.of("POSTING 1 buyer-1", "POST_ENDED 1 buyer-1 REJECTED", "POSTING 2 buyer-2",
                "SALE 2 buyer-2"), log.lines);
        assertIdle();
    }

    @Test
    void shouldRecordTheHttpStatusThatAnAttemptEndedWith() {
        sample.attemptsMax = 2;
        start();
        post("A-1", "5125550100", 800, "");
        bid("3.00", "5.00", "4.00");
        server.drain();
        server.buyer(1).httpStatus = 422;
        server.buyer(1).reject();
        server.drain();
        while (posts() > 0) {
            server.buyer(2).posts.get(0).fail(PingStatus.RESET);
        }
        server.drain();
        assertEquals(List.of(422, 0), log.httpStatuses, "the second one had no answer");
    }

    @Test
    void shouldStopAfterSoManyAttempts() {
        sample.attemptsMax = 2;
        start();
        final FakePublisher publisher = post("A-1", "5125550100", 800, "");
        bid("3.00", "5.00", "4.00");
        server.drain();
        server.buyer(1).reject();
        server.drain();
        server.buyer(2).reject();
        assertEquals("", publisher.received(), "an end after a post waits for its force");
        server.drain();
        assertEquals(0, posts());
        assertOutcome("unsold", 501, publisher);
        assertEquals("LEAD_ENDED UNSOLD 501", last());
        assertIdle();
    }

    @Test
    void shouldEndWithoutAPostWhenNobodyBids() {
        start();
        final FakePublisher publisher = post("A-1", "5125550100", 800, "");
        bid("0", "0", "0");
        assertOutcome("unsold", 402, publisher);
        server.drain();
        assertEquals(List.of("LEAD_ENDED UNSOLD 402"), log.lines);
        bid(post("A-2", "5125550100", 800, ""), "unsold");
        assertIdle();
    }

    private void bid(final FakePublisher publisher, final String status) {
        server.buyer(0).pings.get(0).answer("what?");
        server.buyer(1).pings.get(0).fail(PingStatus.RESET);
        server.buyer(2).pings.get(0).fail(PingStatus.REFUSED);
        assertTrue(publisher.answer().contains("\"status\":\"" + status + "\""));
    }

    @Test
    void shouldEndWhenNobodyMayBeAsked() {
        sample.buyers = 0;
        start();
        assertOutcome("unsold", 301, post("A-1", "5125550100", 800, ""));
        assertIdle();
    }

    @Test
    void shouldEndWhenNobodyElseCanBeAsked() {
        start();
        server.buyer(0).asks = PingStatus.LIMIT;
        server.buyer(1).asks = PingStatus.BUSY;
        final FakePublisher publisher = post("A-1", "5125550100", 800, "");
        server.buyer(2).bid("0");
        assertOutcome("unsold", 402, publisher);
        assertIdle();
    }

    @Test
    void shouldGoToTheRunnerUpWhenNothingWasSent() {
        start();
        server.buyer(1).takesPosts = false;
        server.buyer(2).connected = false;
        final FakePublisher publisher = post("A-1", "5125550100", 800, "");
        bid("3.00", "5.00", "4.00");
        server.drain();
        server.buyer(2).posts.get(0).fail(PingStatus.REFUSED);
        server.drain();
        server.buyer(0).posts.get(0).fail(PingStatus.RESET);
        server.drain();
        assertEquals(List.of("POSTING 1 buyer-1", "POST_ENDED 1 buyer-1 NOT_SENT", "POSTING 2 buyer-2",
                "POST_ENDED 2 buyer-2 NOT_SENT", "POSTING 3 buyer-0", "POST_ENDED 3 buyer-0 UNKNOWN",
                "LEAD_ENDED UNKNOWN 505"), log.lines);
        assertOutcome("unknown", 505, publisher);
        assertEquals(0, server.capCount(1, day()) + server.capCount(2, day()));
        assertIdle();
    }

    @Test
    void shouldSellToNobodyElseWhenTheAnswerCantBeTrusted() {
        start();
        final FakePublisher publisher = post("A-1", "5125550100", 800, "");
        bid("3.00", "5.00", "4.00");
        server.drain();
        server.buyer(1).posts.get(0).answer("{\"r\":{\"status\":\"maybe\"}}");
        server.drain();
        assertEquals(0, posts());
        assertOutcome("unknown", 505, publisher);
        assertEquals(1, server.capCount(1, day()), "an unknown post keeps its place under the cap");
        assertOutcome("duplicate", 210, post("A-2", "5125550100", 800, ""));
        assertIdle();
    }

    @Test
    void shouldPostAgainOnceToWhoSaysThatItIsSafe() {
        start();
        final FakePublisher publisher = post("A-1", "5125550100", 800, "");
        bid("3.00", "4.00", "5.00");
        server.drain();
        server.buyer(2).posts.get(0).fail(PingStatus.RESET);
        assertEquals(1, server.buyer(2).posts.size());
        server.buyer(2).accept();
        server.drain();
        assertOutcome("sold", 0, publisher);
        assertEquals(List.of("POSTING 1 buyer-2", "SALE 1 buyer-2"), log.lines);

        final FakePublisher other = post("A-2", "5125550101", 800, "");
        bid("3.00", "4.00", "5.00");
        server.drain();
        server.buyer(2).posts.get(0).fail(PingStatus.RESET);
        server.buyer(2).posts.get(0).fail(PingStatus.RESET);
        assertEquals(0, posts(), "posted a third time, or to somebody else");
        server.drain();
        assertOutcome("unknown", 505, other);
        assertIdle();
    }

    @Test
    void shouldStayUnknownWhenPostingAgainFindsNoConnection() {
        start();
        final FakePublisher publisher = post("A-1", "5125550100", 800, "");
        bid("3.00", "4.00", "5.00");
        server.drain();
        server.buyer(2).takesPosts = false;
        server.buyer(2).posts.get(0).fail(PingStatus.RESET);
        server.drain();
        assertEquals(0, posts());
        assertOutcome("unknown", 505, publisher);
        assertIdle();
    }

    @Test
    void shouldNotPostWhenTheCapWasReachedMeanwhile() {
        sample.leadsPerDay = 1;
        sample.buyers = 1;
        start();
        final FakePublisher first = post("A-1", "5125550100", 800, "");
        final FakePublisher second = post("A-2", "5125550101", 800, "");
        server.buyer(0).bid("3.00");
        server.buyer(0).bid("3.00");
        assertOutcome("unsold", 504, second);
        assertOutcome("unsold", 304, post("A-3", "5125550102", 800, ""));
        server.drain();
        server.buyer(0).reject();
        server.drain();
        assertOutcome("unsold", 501, first);
        post("A-4", "5125550103", 800, "");
        assertEquals(1, server.buyer(0).pings.size(), "the place is free again");
        server.buyer(0).bid("0");
        assertIdle();
    }

    @Test
    void shouldGoOnWhenThePublisherIsGone() {
        start();
        final FakePublisher publisher = post("A-1", "5125550100", 800, "key-1");
        bid("3.00", "5.00", "4.00");
        publisher.close();
        server.drain();
        server.buyer(1).accept();
        server.drain();
        assertEquals("SALE 1 buyer-1", last());
        final FakePublisher again = post("A-1", "5125550100", 800, "key-1");
        server.readAnswers();
        final String answer = again.answer();
        assertTrue(answer.contains("\"status\":\"sold\""), answer);
        final FakePublisher asks = server.publisher().get(FakePublisher.member(answer, "lead_id"));
        server.run();
        server.readAnswers();
        assertEquals(answer, asks.answer());
        assertIdle();
    }
}
