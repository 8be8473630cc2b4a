package gavel.server.path;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What happens when the deadline comes first, in every state that a lead can be in. */
class LeadDeadlineTest extends PathCase {
    private FakePublisher publisher;

    private void intend() {
        publisher = post("A-1", "5125550100", 300, "key-1");
        bid("3.00", "5.00", "4.00");
    }

    private String pending() {
        final String answer = publisher.answer();
        assertTrue(answer.contains("\"status\":\"pending\""), answer);
        return FakePublisher.member(answer, "lead_id");
    }

    private String asked(final String leadId) {
        final FakePublisher asks = server.publisher().get(leadId);
        server.run();
        server.readAnswers();
        return asks.answer();
    }

    @Test
    void shouldRankWhatCameInTimeWhenPingingEnds() {
        start();
        publisher = post("A-1", "5125550100", 300, "");
        server.buyer(0).bid("3.00");
        server.advance(103 * MS);
        assertEquals(0, server.buyer(1).pings.size() + server.buyer(2).pings.size(), "nobody waits any more");
        server.drain();
        server.buyer(0).accept();
        server.drain();
        assertOutcome("sold", 0, publisher);
        assertIdle();
    }

    @Test
    void shouldEndUnsoldWhenNobodyAnswersThePing() {
        start();
        publisher = post("A-1", "5125550100", 300, "");
        server.advance(99 * MS);
        assertEquals("", publisher.received());
        server.advance(4 * MS);
        assertOutcome("unsold", 403, publisher);
        assertIdle();
    }

    @Test
    void shouldNotCountABidThatCameLate() {
        start();
        publisher = post("A-1", "5125550100", 300, "");
        server.stall(101 * MS);
        server.buyer(0).bid("3.00");
        assertOutcome("unsold", 403, publisher);
        assertTrue(server.buyer(1).pings.isEmpty(), "the phase has ended, though no tick came");
        assertIdle();
    }

    @Test
    void shouldSayPendingAndSendNothingWhenTheForceOfTheIntentIsLate() {
        start();
        intend();
        server.advance(295 * MS);
        assertEquals("", publisher.received());
        server.advance(4 * MS);
        final String leadId = pending();
        assertTrue(asked(leadId).contains("\"status\":\"pending\""));
        server.advance(100 * MS);
        server.drain();
        assertEquals(0, posts());
        assertEquals(List.of("POSTING 1 buyer-1", "POST_ENDED 1 buyer-1 NOT_SENT", "LEAD_ENDED UNSOLD 502"),
                log.lines);
        assertEquals(0, server.capCount(1, day()));
        final String outcome = asked(leadId);
        assertTrue(outcome.contains("\"status\":\"unsold\""), outcome);
        post("A-2", "5125550100", 300, "");
        assertEquals(1, server.buyer(0).pings.size(), "the person is free again");
        bid("0", "0", "0");
        assertIdle();
    }

    @Test
    void shouldSendNothingWhenTheLoopHearsOfTheForceTooLate() {
        start();
        intend();
        assertEquals(1, server.drainOnce());
        server.stall(310 * MS);
        server.run();
        assertEquals(0, posts(), "posted after the deadline");
        server.drain();
        assertEquals("LEAD_ENDED UNSOLD 502", last());
        assertIdle();
    }

    @Test
    void shouldSayPendingWhileABuyerHasItAndTheSaleLater() {
        start();
        intend();
        server.drain();
        server.advance(299 * MS);
        final String leadId = pending();
        assertEquals(1, server.buyer(1).posts.size(), "the post goes on");
        final FakePublisher waits = post("A-1", "5125550100", 300, "key-1");
        server.buyer(1).accept();
        assertTrue(asked(leadId).contains("\"status\":\"pending\""), "told of a sale that is not forced");
        server.drain();
        final String sale = asked(leadId);
        assertTrue(sale.contains("\"status\":\"sold\""), sale);
        assertEquals(sale, waits.answer());
        final FakePublisher again = post("A-1", "5125550100", 300, "key-1");
        server.readAnswers();
        assertEquals(sale, again.answer());
        assertEquals("", publisher.received(), "answered twice");
        assertIdle();
    }

    @Test
    void shouldSayPendingWhileTheSaleWaitsForItsForce() {
        start();
        intend();
        server.drain();
        server.buyer(1).accept();
        server.advance(299 * MS);
        final String leadId = pending();
        server.drain();
        final String sale = asked(leadId);
        assertTrue(sale.contains("\"status\":\"sold\""), sale);
        assertEquals(List.of("POSTING 1 buyer-1", "SALE 1 buyer-1"), log.lines);
        assertIdle();
    }

    @Test
    void shouldBeUnknownWhenAPostIsNotAnswered() {
        start();
        intend();
        server.drain();
        server.advance(399 * MS);
        assertEquals(1, server.buyer(1).posts.size());
        server.advance(3 * MS);
        assertEquals(0, posts());
        server.drain();
        assertEquals(List.of("POSTING 1 buyer-1", "POST_ENDED 1 buyer-1 UNKNOWN", "LEAD_ENDED UNKNOWN 505"),
                log.lines);
        assertEquals(1, server.capCount(1, day()));
        assertTrue(asked(pending()).contains("\"status\":\"unknown\""));
        assertIdle();
    }

    @Test
    void shouldBeNotSentWhenAPostNeverFindsAConnection() {
        start();
        server.buyer(1).connected = false;
        intend();
        server.drain();
        server.advance(402 * MS);
        server.drain();
        assertEquals(List.of("POSTING 1 buyer-1", "POST_ENDED 1 buyer-1 NOT_SENT", "LEAD_ENDED UNSOLD 502"),
                log.lines);
        assertEquals(0, posts());
        assertIdle();
    }

    @Test
    void shouldGoToNoRunnerUpOnceItIsPending() {
        start();
        intend();
        server.drain();
        server.advance(299 * MS);
        final String leadId = pending();
        server.buyer(1).reject();
        server.drain();
        assertEquals(0, posts());
        assertTrue(asked(leadId).contains("\"code\":502"));
        assertIdle();
    }

    @Test
    void shouldTellARepeatThatItIsPendingAtItsOwnDeadline() {
        start();
        publisher = post("A-1", "5125550100", 800, "key-1");
        final FakePublisher repeat = post("A-1", "5125550100", 800, "key-1");
        bid("3.00", "5.00", "4.00");
        server.drain();
        server.advance(500 * MS);
        assertEquals("", repeat.received());
        server.drain();
        assertEquals("unknown", FakePublisher.member(publisher.answer(), "status"));
        assertEquals("unknown", FakePublisher.member(repeat.answer(), "status"));

        publisher = post("A-2", "5125550101", 300, "key-2");
        bid("3.00", "5.00", "4.00");
        server.drain();
        server.advance(200 * MS);
        final FakePublisher late = post("A-2", "5125550101", 300, "key-2");
        server.advance(99 * MS);
        final String first = pending();
        assertEquals("", late.received());
        server.buyer(1).posts.get(0).answer("?");
        server.advance(199 * MS);
        assertEquals(first, FakePublisher.member(late.answer(), "lead_id"), "it is told which lead to ask for");
        assertIdle();
    }
}
