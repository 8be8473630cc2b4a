package gavel.server.path;

import gavel.server.lead.LeadReason;
import gavel.server.runtime.Faults;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The server makes a mistake in a lead's step: who is answered what, what is kept, and that the loop goes on. */
class LeadMistakeTest extends PathCase {
    private static final String PHONE = "5125550100";

    private void assertOneMistake(final String where) {
        final List<Faults.Fault> faults = server.takeFaults();
        assertEquals(1, faults.size());
        assertTrue(faults.get(0).text().contains(where), faults.get(0).text());
    }

    private void assertRefusedAsMistake(final FakePublisher publisher) {
        final String received = publisher.received();
        assertTrue(received.startsWith("HTTP/1.1 500 ") && received.contains("\"code\":906,"), received);
        assertEquals(1, server.counters().reason(LeadReason.INTERNAL.ordinal()));
        assertEquals(LeadReason.NONE, server.door().closed());
    }

    private static void fail(final Object ignored) {
        throw new IllegalStateException("made by this test");
    }

    @Test
    void shouldRefuseALeadThatCouldNotBePinged() {
        start();
        server.buyer(1).onPing = LeadMistakeTest::fail;
        assertRefusedAsMistake(post("A-1", PHONE, 800, "key-1"));
        assertOneMistake("IllegalStateException: made by this test");
        assertEquals(0, server.buyer(0).pings.size(), "pings that were out are given up");
        assertEquals(0, server.keysHeld());
        assertIdle();

        server.buyer(1).onPing = call -> { };
        final FakePublisher again = post("A-1", PHONE, 800, "key-1");
        bid("0", "0", "0");
        assertOutcome("unsold", 402, again);
        assertIdle();
    }

    @Test
    void shouldRefuseALeadWhoseBidCouldNotBeRead() {
        start();
        final FakePublisher publisher = post("A-1", PHONE, 800, "");
        server.buyer(0).pings.get(0).answerNothing();
        assertRefusedAsMistake(publisher);
        assertOneMistake("NullPointerException");
        server.advance(200 * MS);
        assertIdle();
    }

    @Test
    void shouldNotKnowWhatBecameOfALeadWhosePostCouldNotBeRead() {
        start();
        final FakePublisher publisher = post("A-1", PHONE, 800, "");
        bid("3.00", "5.00", "4.00");
        server.drain();
        server.buyer(1).posts.get(0).answerNothing();
        server.drain();
        assertOutcome("unknown", 505, publisher);
        assertOneMistake("NullPointerException");
        assertEquals(0, posts(), "nobody else gets it");
        assertEquals(List.of("POSTING 1 buyer-1", "POST_ENDED 1 buyer-1 UNKNOWN", "LEAD_ENDED UNKNOWN 505"), log.lines);
        assertEquals(LeadReason.NONE, server.door().closed());
        assertIdle();
    }

    @Test
    void shouldTakeNoLeadAnyMoreWhenTheIntentCanNotBeRecorded() {
        start();
        server.buyer(2).onPing = call ->
                server.records().returnCredits(LeadPath.creditsPerLead(sample.attemptsMax));
        final FakePublisher publisher = post("A-1", PHONE, 800, "");
        bid("3.00", "5.00", "4.00");
        assertOutcome("pending", 506, publisher);
        assertOneMistake("without a credit");
        assertEquals(LeadReason.BOOKS_BROKEN, server.door().closed());
        assertEquals(0, posts(), "no byte leaves before its intent is recorded");
    }

    @Test
    void shouldKeepEachCauseOnceAndNoMessageOfTheJdk() {
        final Faults faults = new Faults(() -> 77);
        for (int i = 0; i < 1000; i++) {
            faults.onFault(new NumberFormatException("a person's number " + i));
        }
        assertEquals(1000, faults.count());
        assertEquals(1, faults.all().size());
        assertEquals(1000, faults.all().get(0).count());
        final Faults.Fault fault = faults.pollUnseen();
        assertEquals(77, fault.firstEpochMs());
        assertTrue(fault.text().contains("NumberFormatException") && !fault.text().contains("person"), fault.text());
        assertEquals(null, faults.pollUnseen());
    }
}
