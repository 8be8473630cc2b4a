package gavel.server.system;

import gavel.server.buyer.BuyerStats;
import gavel.server.lead.PingStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** TLS on both sides. */
@ExtendWith(LeakWatch.class)
@Timeout(90)
class TlsSystemTest {
    @TempDir
    Path folder;

    private static void listen(final TestServer test, final TestKeys keys) {
        test.set("listen.tls.certificate", keys.certificate().toString()).set("listen.tls.key", keys.key().toString());
    }

    private TestServer buyers(final TestKeys keys, final String host) throws Exception {
        return new TestServer(folder).set("ping.timeout", "2s").set("intake.deadline", "5s")
                .tlsBuyers(keys.certificate(), keys.key(), host).buyer("only", "ping: {price: fixed(5.00)}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "auto"})
    void shouldSpeakTlsWithPublishersAndBuyers(final String transport) throws Exception {
        final TestKeys keys = new TestKeys(folder.resolve("keys"), "dns:localhost");
        try (TestServer test = buyers(keys, "localhost").set("transport", transport)
                .set("ping.trust", keys.certificate().toString())) {
            listen(test, keys);
            test.start();
            try (TestPublisher publisher = new TestPublisher(test.port(), keys.trusting())) {
                final String[] last = new String[1];
                Until.holds("the name is resolved and the lead is sold", () -> {
                    last[0] = publisher.lead(Leads.json(1)).outcome();
                    return last[0].equals("200 sold");
                });
                for (int i = 2; i < 12; i++) {
                    assertEquals("200 sold", publisher.lead(Leads.json(i)).outcome());
                }
                assertEquals(11, test.sim().book("only").accepted());
                assertTrue(test.connections("only", BuyerStats.Event.HANDSHAKE) <= 2, "connections are kept");
            }
        }
    }

    @Test
    void shouldRefuseABuyerWhoseCertificateIsForAnotherName() throws Exception {
        final TestKeys keys = new TestKeys(folder.resolve("keys"), "dns:other.example");
        assertRefused(keys, keys, "localhost");
    }

    @Test
    void shouldRefuseABuyerWhoseCertificateIsForAnotherAddress() throws Exception {
        final TestKeys keys = new TestKeys(folder.resolve("keys"), "ip:127.0.0.2");
        assertRefused(keys, keys, "127.0.0.1");
    }

    @Test
    void shouldRefuseABuyerWhoseCertificateNobodyTrusts() throws Exception {
        assertRefused(new TestKeys(folder.resolve("keys"), "dns:localhost"),
                new TestKeys(folder.resolve("others"), "dns:localhost"), "localhost");
    }

    private void assertRefused(final TestKeys keys, final TestKeys trusted, final String host) throws Exception {
        try (TestServer test = buyers(keys, host).set("ping.trust", trusted.certificate().toString()).start();
             TestPublisher publisher = test.publisher()) {
            Until.holds("a connection is tried and refused", () -> {
                assertEquals(403, publisher.lead(Leads.json(1)).code());
                return test.connections("only", BuyerStats.Event.CONNECT_FAILED) > 0;
            });
            assertTrue(test.pings("only", PingStatus.REFUSED) > 0);
            assertEquals(0, test.connections("only", BuyerStats.Event.HANDSHAKE));
            assertEquals(0, test.sim().book("only").pings());
        }
    }
}
