package gavel.server.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A buyer hears how long it has, as the file of the buyer says. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class TimeoutHeaderSystemTest {
    @TempDir
    Path folder;

    private List<String> heads(final String endpoint) throws Exception {
        try (RawBuyer buyer = new RawBuyer(true, (isPost, before) -> RawBuyer.ok(
                isPost ? "{\"accepted\":\"true\"}" : "{\"bid\":\"9.00\"}"));
             TestServer test = new TestServer(folder).set("loops", "1").set("post.timeout", "700ms")
                     .buyerAt("raw", buyer.origin(), endpoint, "").start();
             TestPublisher publisher = test.publisher()) {
            assertEquals("9.00", publisher.lead(Leads.json(0)).text("price"));
            assertEquals("9.00", publisher.lead(Leads.json(1)).text("price"));
            return List.copyOf(buyer.heads());
        }
    }

    private static int ms(final String head, final String name) {
        final Matcher header = Pattern.compile("\r\n" + name + ": (\\d+)\r\n").matcher(head);
        assertTrue(header.find(), head);
        return Integer.parseInt(header.group(1));
    }

    @Test
    void shouldTellEachCallItsOwnTime() throws Exception {
        final List<String> heads = heads("timeout: 300ms");
        assertEquals(4, heads.size());
        for (final String head : heads) {
            final int ms = ms(head, "X-Timeout-Ms");
            assertTrue(ms <= 300 && ms > 100, head);
        }
        assertEquals(300, ms(heads.get(2), "X-Timeout-Ms"), "on a connection that was there, nothing is lost");
    }

    @Test
    void shouldTellTheStagesTimeToABuyerThatHasNoneOfItsOwn() throws Exception {
        final List<String> heads = heads("timeout_header: X-Budget");
        assertEquals(2000, ms(heads.get(2), "X-Budget"));
        assertEquals(700, ms(heads.get(3), "X-Budget"));
        assertFalse(heads.get(2).contains("X-Timeout-Ms"), heads.get(2));
    }

    @Test
    void shouldSayNothingWhereItIsSwitchedOff() throws Exception {
        for (final String head : heads("timeout_header: off")) {
            assertFalse(head.toLowerCase().contains("timeout"), head);
        }
    }
}
