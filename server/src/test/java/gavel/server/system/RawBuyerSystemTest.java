package gavel.server.system;

import gavel.server.buyer.BuyerStats;
import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import gavel.server.runtime.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What buyers do below HTTP: connections that close at the wrong moment, answers that begin and never end. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class RawBuyerSystemTest {
    private static final int LEADS = 5;
    private static final String BID = RawBuyer.ok("{\"bid\":\"9.00\"}");
    private static final String ACCEPTED = RawBuyer.ok("{\"accepted\":\"true\"}");

    @TempDir
    Path folder;

    private TestServer server(final RawBuyer buyer) throws Exception {
        return new TestServer(folder).set("loops", "1").set("ping.timeout", "5s").buyerAt("raw", buyer.origin());
    }

    @ParameterizedTest
    @CsvSource({"true, nio", "false, nio", "true, auto", "false, auto"})
    void shouldAskAgainWhenTheConnectionClosesUnderAPing(final boolean resets, final String transport)
            throws Exception {
        try (RawBuyer buyer = new RawBuyer(resets,
                (isPost, before) -> isPost ? ACCEPTED : before == 0 ? BID : null);
             TestServer test = server(buyer).set("transport", transport).start();
             TestPublisher publisher = test.publisher()) {
            for (int i = 0; i < LEADS; i++) {
                assertEquals("9.00", publisher.lead(Leads.json(i)).text("price"), "lead " + i);
            }
            assertEquals(LEADS - 1, test.connections("raw", BuyerStats.Event.PING_AGAIN));
            assertEquals(LEADS, test.pings("raw", PingStatus.BID));
            assertEquals(0, test.pings("raw", PingStatus.RESET));
            assertEquals(LEADS, test.count(Counter.PING_SENT), "asked again is asked once");
            assertEquals(2 * LEADS - 1, buyer.pings());
            assertEquals(LEADS, buyer.posts());
        }
    }

    @Test
    void shouldAskAgainOnceOnly() throws Exception {
        final boolean[] closes = new boolean[1];
        try (RawBuyer buyer = new RawBuyer(true, (isPost, before) -> isPost ? ACCEPTED : closes[0] ? null : BID);
             TestServer test = server(buyer).start();
             TestPublisher publisher = test.publisher()) {
            assertEquals("200 sold", publisher.lead(Leads.json(0)).outcome());
            closes[0] = true;
            assertEquals("200 unsold", publisher.lead(Leads.json(1)).outcome());
            assertEquals(3, buyer.pings());
            assertEquals(1, test.pings("raw", PingStatus.RESET));
            assertEquals("200 unsold", publisher.lead(Leads.json(2)).outcome());
            assertEquals(4, buyer.pings(), "a new connection that closes is down, not unlucky");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNeverPostAgainWhenTheConnectionClosesUnderAPost(final boolean resets) throws Exception {
        try (RawBuyer buyer = new RawBuyer(resets, (isPost, before) -> isPost ? null : BID);
             TestServer test = server(buyer).buyer("better", "ping: {price: fixed(5.00)}").start();
             TestPublisher publisher = test.publisher()) {
            assertEquals("200 unknown", publisher.lead(Leads.json(0)).outcome());
            assertEquals(1, buyer.posts());
            assertEquals(1, test.posts("raw", PostStatus.UNKNOWN));
            assertEquals(0, test.sim().book("better").posts());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n989680\r\n"})
    void shouldNotWaitForTheRestOfWhatIsTooLarge(final String head) throws Exception {
        try (RawBuyer buyer = new RawBuyer(true, (isPost, before) -> "HTTP/1.1 200 OK\r\n" + head);
             TestServer test = server(buyer).buyer("better", "ping: {price: fixed(5.00)}").start();
             TestPublisher publisher = test.publisher()) {
            for (int i = 0; i < LEADS; i++) {
                final Answer answer = publisher.lead(Leads.json(i));
                assertEquals("5.00", answer.text("price"));
                assertTrue(answer.tookNs() < 4_000_000_000L, answer.tookNs() + " ns");
            }
            assertEquals(LEADS, test.pings("raw", PingStatus.TOO_LARGE));
            assertEquals(0, test.count(Counter.PING_DEADLINE));
        }
    }

    @Test
    void shouldCountALateAnswerToAPostWhereOperatorsLook() throws Exception {
        try (TestServer test = new TestServer(folder).set("post.timeout", "200ms")
                .buyer("slow", "post: {latency: fixed(300ms)}").start();
             TestPublisher publisher = test.publisher()) {
            assertEquals("200 unknown", publisher.lead(Leads.json(0)).outcome());

            final URL metrics = new URL("http://127.0.0.1:" + test.server().adminPort() + "/metrics");
            Until.holds("the late answer is in the metrics of its buyer", () -> {
                try (InputStream in = metrics.openStream()) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(
                            "gavel_buyer_connection_events_total{buyer=\"slow\",event=\"post_late\"} 1\n");
                }
            });
            assertEquals(1, test.posts("slow", PostStatus.UNKNOWN));
            assertEquals(0, test.posts("slow", PostStatus.SOLD), "counted, and not used");
        }
    }

    @Test
    void shouldCountLeadsForWhichNotAllCouldBeAsked() throws Exception {
        try (TestServer test = new TestServer(folder).set("ping.candidates_max", "2")
                .buyer("a", "ping: {price: fixed(2.00)}").buyer("b", "ping: {price: fixed(3.00)}")
                .buyer("c", "ping: {price: fixed(9.00)}").start();
             TestPublisher publisher = test.publisher()) {
            assertEquals("3.00", publisher.lead(Leads.json(0)).text("price"));
            assertEquals(1, test.count(Counter.ROUTE_CUT));
            assertEquals(2, test.count(Counter.ROUTE_CANDIDATES));
        }
    }
}
