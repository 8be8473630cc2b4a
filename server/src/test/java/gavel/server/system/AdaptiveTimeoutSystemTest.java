package gavel.server.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A whole server learns how long a buyer needs, and tells the buyer. */
@ExtendWith(LeakWatch.class)
@Timeout(120)
class AdaptiveTimeoutSystemTest {
    private static final int LEADS = 1_010;
    private static final long MOST_NS = 1_900_000_000L;

    @TempDir
    Path folder;

    @Test
    void shouldLearnFromWhatItSeesAndTellTheBuyer() throws Exception {
        try (RawBuyer buyer = new RawBuyer(true, (isPost, before) -> RawBuyer.ok(
                isPost ? "{\"accepted\":\"true\"}" : "{\"bid\":\"9.00\"}"));
             TestServer test = new TestServer(folder).set("loops", "2").set("sale.durability", "process")
                     .buyerAt("raw", buyer.origin(), "timeout: 1900ms", "");
             TestPublisher publisher = adaptive(test).publisher()) {
            for (int i = 0; i < LEADS; i++) {
                assertEquals("9.00", publisher.lead(Leads.json(i)).text("price"));
            }
            final var timeout = test.server().shared().timeouts().cell(test.server().config().buyers().get(0));
            Until.holds("the buyer's time is learned", () -> timeout.timeoutNs() < MOST_NS);
            assertEquals(LEADS, timeout.curve().pings());
            publisher.lead(Leads.json(LEADS));
            publisher.lead(Leads.json(LEADS + 1));
            final List<String> heads = List.copyOf(buyer.heads());
            assertTrue(heads.stream().anyMatch(head -> ms(head) <= timeout.timeoutNs() / 1_000_000), "it is told");
        }
    }

    private TestServer adaptive(final TestServer test) throws Exception {
        test.startBuyers();
        final Path file = folder.resolve("conf/buyers/raw.yaml");
        Files.writeString(file, Files.readString(file).replaceFirst("timeout: 1900ms\n",
                "timeout: 1900ms\n  adaptive: {timeout_min: 1ms}\n"));
        test.startServer();
        return test;
    }

    private static int ms(final String head) {
        final Matcher header = Pattern.compile("\r\nX-Timeout-Ms: (\\d+)\r\n").matcher(head);
        assertTrue(header.find(), head);
        return Integer.parseInt(header.group(1));
    }
}
