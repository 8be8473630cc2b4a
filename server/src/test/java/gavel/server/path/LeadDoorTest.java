package gavel.server.path;

import gavel.server.lead.LeadReason;
import gavel.server.lead.PingStatus;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Everything that is refused at the door or soon after, and that it costs nothing. */
class LeadDoorTest extends PathCase {
    private static final String BODY = FakePublisher.body("A-1", "5125550100", 800);

    private void assertRefused(final LeadReason reason, final FakePublisher publisher) {
        server.run();
        final String received = publisher.received();
        assertTrue(received.startsWith("HTTP/1.1 " + reason.httpStatus() + " "), received);
        assertTrue(received.contains("\"code\":" + reason.code() + ","), received);
        assertEquals(1, server.counters().reason(reason.ordinal()), reason + " is counted once");
    }

    private FakePublisher send(final String headers, final String body) {
        return server.publisher().send("POST /v1/leads HTTP/1.1\r\nHost: a\r\n" + headers + "Content-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    @Test
    void shouldGiveCreditsBackWhateverIsWrongWithARequest() {
        start();
        final String json = "Content-Type: application/json\r\n";
        final String known = "Authorization: Bearer key\r\n";
        assertRefused(LeadReason.NOT_AUTHENTICATED, send(json, BODY));
        assertRefused(LeadReason.WRONG_CONTENT_TYPE, send(known, BODY));
        assertRefused(LeadReason.NO_BODY, send(known + json, ""));
        assertRefused(LeadReason.MALFORMED_JSON, send(known + json, "{"));
        assertRefused(LeadReason.NO_SUCH_OFFER, send(known + json, BODY.replace("quote", "other")));
        assertRefused(LeadReason.MISSING_MEMBER, send(known + json, BODY.replace("\"lead_id\":\"A-1\",", "")));
        assertRefused(LeadReason.WRONG_MEMBER, send(known + json, BODY.replace(":800", ":0")));
        assertRefused(LeadReason.UNKNOWN_MEMBER, send(known + json, BODY.replace("deadline_ms", "deadline")));
        assertRefused(LeadReason.MISSING_FIELD, send(known + json, BODY.replace("\"zip\":\"78701\",", "")));
        assertRefused(LeadReason.WRONG_FIELD, send(known + json, BODY.replace("78701", "7870")));
        assertRefused(LeadReason.UNKNOWN_FIELD, send(known + json, BODY.replace("\"zip\"", "\"zap\":1,\"zip\"")));
        assertRefused(LeadReason.WRONG_IDEMPOTENCY_KEY,
                send(known + json + "Idempotency-Key: a b\r\n", BODY));
        assertEquals(0, server.records().inserted());
        assertIdle();
    }

    @Test
    void shouldRefuseAPublisherThatIsOff() {
        sample.publisherOn = false;
        start();
        assertRefused(LeadReason.PUBLISHER_OFF, post("A-1", "5125550100", 800, ""));
        assertIdle();
    }

    @Test
    void shouldRefuseWhenTheDoorIsClosed() {
        start();
        server.door().onStopping();
        assertRefused(LeadReason.STOPPING, post("A-1", "5125550100", 800, ""));
        server.door().onBooksBroken();
        assertRefused(LeadReason.BOOKS_BROKEN, post("A-1", "5125550100", 800, ""));
        assertIdle();
    }

    @Test
    void shouldRefuseMoreLeadsThanMayRun() {
        sample.leadsMax = 2;
        start();
        post("A-1", "5125550100", 800, "");
        post("A-2", "5125550101", 800, "");
        assertRefused(LeadReason.TOO_MANY_LEADS, post("A-3", "5125550102", 800, ""));
        bid("0", "0", "0");
        bid("0", "0", "0");
        assertIdle();
    }

    @Test
    void shouldRefuseWhileItsLoopComesLate() {
        start();
        post("A-1", "5125550100", 800, "");
        probe(30 * MS);
        final FakePublisher afterOne = post("A-2", "5125550101", 800, "");
        for (int i = 0; i < 3; i++) {
            probe(25 * MS);
        }
        assertRefused(LeadReason.LAGGING, post("A-3", "5125550102", 800, ""));
        probe(2 * MS);
        final FakePublisher later = post("A-4", "5125550103", 800, "");
        bid("0", "0", "0");
        bid("0", "0", "0");
        assertOutcome("unsold", 402, afterOne);
        assertOutcome("unsold", 402, later);
        assertIdle();
    }

    private void probe(final long ns) {
        server.lag().onSent(time.nowNs());
        server.stall(ns);
        server.run();
        server.lag().onHeard(time.nowNs());
    }

    @Test
    void shouldRefuseWhenNoBuyerHasRoomAndForgetTheLead() {
        start();
        server.buyer(0).asks = PingStatus.LIMIT;
        server.buyer(1).asks = PingStatus.LIMIT;
        server.buyer(2).asks = PingStatus.BUSY;
        assertRefused(LeadReason.BUYERS_BUSY, post("A-1", "5125550100", 800, "key-1"));
        assertEquals(0, server.records().inserted());
        assertIdle();
        server.buyer(2).asks = PingStatus.ASKED;
        final FakePublisher again = post("A-1", "5125550100", 800, "key-1");
        server.buyer(2).bid("5.00");
        server.drain();
        server.buyer(2).accept();
        server.drain();
        assertOutcome("sold", 0, again);
        assertIdle();
    }

    @Test
    void shouldRefuseWhenRecordsWaitForTheDisk() {
        sample.saleEntries = 2 * LeadPath.creditsPerLead(sample.attemptsMax);
        start();
        post("A-1", "5125550100", 800, "");
        post("A-2", "5125550101", 800, "");
        assertRefused(LeadReason.NO_ROOM, post("A-3", "5125550102", 800, ""));
        bid("0", "0", "0");
        bid("0", "0", "0");
        server.drain();
        post("A-4", "5125550103", 800, "");
        bid("0", "0", "0");
        assertIdle();
    }

    @Test
    void shouldRefuseMoreKeysThanAreRemembered() {
        sample.keysMax = 1;
        start();
        post("A-1", "5125550100", 800, "key-1");
        assertRefused(LeadReason.TOO_MANY_KEYS, post("A-2", "5125550101", 800, "key-2"));
        bid("0", "0", "0");
        assertIdle();
    }

    @Test
    void shouldRefuseAnotherBodyUnderTheSameKey() {
        start();
        post("A-1", "5125550100", 800, "key-1");
        assertRefused(LeadReason.IDEMPOTENCY_MISMATCH, post("A-1", "5125550101", 800, "key-1"));
        bid("0", "0", "0");
        server.drain();
        final FakePublisher later = post("A-1", "5125550101", 800, "key-1");
        server.readAnswers();
        assertTrue(later.received().startsWith("HTTP/1.1 422 "));
        assertIdle();
    }

    @Test
    void shouldNotLetMoreRepeatsWaitThanMay() {
        sample.waitersMax = 1;
        start();
        post("A-1", "5125550100", 800, "key-1");
        final FakePublisher waits = post("A-1", "5125550100", 800, "key-1");
        assertOutcome("pending", 506, post("A-1", "5125550100", 800, "key-1"));
        bid("0", "0", "0");
        server.run();
        assertOutcome("unsold", 402, waits);
        assertIdle();
    }

    @Test
    void shouldUseNoKeyUpForADuplicate() {
        start();
        post("A-1", "5125550100", 800, "");
        final FakePublisher duplicate = post("A-2", "5125550100", 800, "key-2");
        assertOutcome("duplicate", 210, duplicate);
        bid("0", "0", "0");
        assertEquals(0, server.keysHeld());
        final FakePublisher again = post("A-2", "5125550100", 800, "key-2");
        bid("0", "0", "0");
        assertOutcome("unsold", 402, again);
        assertIdle();
    }

    @Test
    void shouldRefuseWhenNoMorePeopleCanBeRemembered() {
        sample.peopleMax = 1;
        start();
        for (int i = 0; i < 100 && server.counters().reason(LeadReason.DUPLICATES_FULL.ordinal()) == 0; i++) {
            post("A-" + i, "51255502" + (10 + i % 90), 800, "key-" + i);
        }
        assertEquals(1, server.counters().reason(LeadReason.DUPLICATES_FULL.ordinal()));
        server.advance(200 * MS);
        assertIdle();
        assertEquals(0, server.keysHeld());
    }
}
