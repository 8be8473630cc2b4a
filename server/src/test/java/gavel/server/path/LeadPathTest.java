package gavel.server.path;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A lead's way from door to door, with scripted buyers and a frozen clock. */
class LeadPathTest extends PathCase {
    @Test
    void shouldSellAtOnceToTheHighestBid() {
        start();
        final FakePublisher publisher = post("A-1", "5125550100", 800, "");
        server.buyer(0).bid("3.00");
        server.buyer(1).bid("5.00");
        server.buyer(2).bid("4.00");
        assertEquals(0, posts(), "posted before the intent was forced");
        server.drain();
        assertEquals(1, server.buyer(1).posts.size());
        server.buyer(1).accept();
        assertEquals("", publisher.answer(), "answered before the sale was forced");
        server.drain();
        final String answer = publisher.answer();
        assertTrue(answer.contains("\"status\":\"sold\"") && answer.contains("\"price\":\"5.00\""), answer);
        assertEquals(List.of("POSTING 1 buyer-1", "SALE 1 buyer-1"), log.lines);
        assertIdle();
        assertEquals(1, server.capCount(1, day()));
    }
}
