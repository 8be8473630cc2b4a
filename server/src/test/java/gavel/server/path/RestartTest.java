package gavel.server.path;

import gavel.config.ServerConfig.Durability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a server knows of the leads of the one before it, which was killed or lost its power. */
class RestartTest extends PathCase {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepWhatWasSold(final boolean withHotMaps) {
        sample.leadsPerDay = 1;
        start();
        final FakePublisher first = post("A-1", "5125550100", 800, "key-1");
        bid("5.00", "0", "0");
        server.drain();
        server.buyer(0).accept();
        server.drain();
        final String sale = first.answer();
        restart(withHotMaps);
        assertEquals(1, server.capCount(0, day()));
        final FakePublisher again = post("A-1", "5125550100", 800, "key-1");
        server.readAnswers();
        assertEquals(sale, again.answer());
        assertOutcome("duplicate", 210, post("A-2", "5125550100", 800, ""));
        post("A-3", "5125550101", 800, "");
        assertEquals(0, server.buyer(0).pings.size(), "its cap is reached");
        server.advance(110 * MS);
        assertIdle();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSellToNobodyElseWhatABuyerMayHave(final boolean withHotMaps) {
        start();
        post("A-1", "5125550100", 800, "key-1");
        bid("5.00", "4.00", "0");
        server.drain();
        assertEquals(1, posts());
        restart(withHotMaps);
        assertEquals(List.of("POSTING 1 buyer-0", "POST_ENDED 1 buyer-0 UNKNOWN", "LEAD_ENDED UNKNOWN 505"),
                log.lines);
        assertEquals(1, server.capCount(0, day()));
        assertOutcome("duplicate", 210, post("A-2", "5125550100", 800, ""));
        final FakePublisher again = post("A-1", "5125550100", 800, "key-1");
        server.readAnswers();
        assertOutcome("unknown", 505, again);
        assertIdle();
    }

    @Test
    void shouldSayOfALeadThatAllRejectedThatItIsNotSold() {
        sample.leadsPerDay = 1;
        sample.batchMaxBytes = 64;
        start();
        final FakePublisher first = post("A-1", "5125550100", 800, "key-1");
        bid("5.00", "0", "0");
        server.drain();
        server.buyer(0).reject();
        assertEquals(1, server.drainOnce(), "its post has ended, and it has not");
        assertEquals("POST_ENDED 1 buyer-0 REJECTED", last());
        assertEquals("", first.received());
        restart(false);
        assertEquals(List.of("POSTING 1 buyer-0", "POST_ENDED 1 buyer-0 REJECTED", "LEAD_ENDED UNSOLD 502"),
                log.lines);
        assertEquals(0, server.capCount(0, day()));
        final FakePublisher again = post("A-1", "5125550100", 800, "key-1");
        server.readAnswers();
        final String answer = again.answer();
        assertTrue(answer.contains("\"status\":\"unsold\"") && answer.contains("\"code\":502"), answer);
        final FakePublisher asked = server.publisher().get(FakePublisher.member(answer, "lead_id"));
        server.run();
        server.readAnswers();
        assertEquals(answer, asked.answer());
        post("A-2", "5125550100", 800, "");
        assertEquals(1, server.buyer(0).pings.size(), "nobody has it, so it may be sold");
        server.advance(810 * MS);
        assertIdle();
    }

    @Test
    void shouldKeepASaleThatOnlyTheHotMapHasUnderProcess() {
        sample.durability = Durability.PROCESS;
        start();
        final FakePublisher first = post("A-1", "5125550100", 800, "key-1");
        bid("5.00", "0", "0");
        server.buyer(0).accept();
        final String sale = first.answer();
        assertTrue(sale.contains("sold"));
        restart(true);
        final FakePublisher again = post("A-1", "5125550100", 800, "key-1");
        server.readAnswers();
        assertEquals(sale, again.answer());
        assertIdle();
    }

    @Test
    void shouldNotFillTheCapOfADayTwiceWhenALeadCameOverMidnight() {
        sample.leadsPerDay = 2;
        start();
        server.advance(5_870 * MS);
        final long day = day();
        post("A-1", "5125550100", 800, "");
        server.stall(80 * MS);
        assertEquals(day + 1, day());
        post("A-2", "5125550101", 800, "");
        server.buyer(0).pings.get(1).answer("{\"bid\":\"5.00\"}");
        server.buyer(1).pings.get(1).answer("{\"bid\":\"0\"}");
        server.buyer(2).pings.get(1).answer("{\"bid\":\"0\"}");
        bid("5.00", "0", "0");
        server.drain();
        server.buyer(0).accept();
        server.buyer(0).accept();
        server.drain();
        assertEquals(2, server.capCount(0, day + 1), "a place of the day that has begun");
        restart(true);
        assertEquals(2, server.capCount(0, day + 1));
        assertIdle();
    }
}
