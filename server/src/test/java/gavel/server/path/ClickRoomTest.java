package gavel.server.path;

import gavel.server.lead.LeadReason;
import org.junit.jupiter.api.Test;

import java.util.Locale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Visits while the drain stands still, until nothing more can be recorded, and after that. */
class ClickRoomTest extends PathCase {
    private static final int ENTRIES = 64;

    private static String visit(final FakePublisher visitor) {
        return visitor.send("GET /c/quote?pub=north HTTP/1.1\r\nHost: a\r\n\r\n").received();
    }

    @Test
    void shouldRefuseVisitsWithoutRoomAndRecover() {
        start();
        final FakePublisher visitor = server.publisher();
        for (int i = 0; i < ENTRIES; i++) {
            final String answer = visit(visitor);
            assertTrue(answer.startsWith("HTTP/1.1 302 "), i + ": " + answer);
        }
        final String refused = visit(visitor);
        assertTrue(refused.startsWith("HTTP/1.1 503 ") && refused.contains("\"code\":902,"), refused);
        assertTrue(refused.toLowerCase(Locale.ROOT).contains("\r\nretry-after: 1\r\n"), refused);

        server.drain();
        server.records().reap();
        assertTrue(visit(visitor).startsWith("HTTP/1.1 302 "), "there is room again");
        assertIdle();
    }

    @Test
    void shouldTakeLeadsWhileThereIsNoRoomForVisits() {
        start();
        final FakePublisher visitor = server.publisher();
        for (int i = 0; i <= ENTRIES; i++) {
            visit(visitor);
        }
        final FakePublisher publisher = post("A-1", "5125550100", 300, "");
        bid("0", "0", "0");
        assertEquals(1, server.counters().reason(LeadReason.NO_ROOM.ordinal()));
        assertOutcome("unsold", 402, publisher);
        assertIdle();
    }
}
