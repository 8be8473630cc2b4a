package gavel.server.system;

import gavel.buyersim.Count;
import gavel.persist.record.Bodies;
import gavel.persist.record.RecordKind;
import gavel.server.buyer.BuyerStats;
import gavel.server.lead.LeadReason;
import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a bad buyer can and can't do to an auction: one that misbehaves, two that don't. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class FaultSystemTest {
    private static final long PING_TIMEOUT_MS = 500;
    private static final int LEADS = 6;

    @TempDir
    Path folder;

    private TestServer honest() throws Exception {
        return new TestServer(folder).set("ping.timeout", PING_TIMEOUT_MS + "ms")
                .buyer("better", "ping: {price: fixed(5.00)}")
                .buyer("worse", "ping: {price: fixed(3.00)}");
    }

    @ParameterizedTest
    @CsvSource({"hang, TIMEOUT", "drip, TIMEOUT", "reset, RESET", "garbage, GARBAGE", "huge, TOO_LARGE", "twice, BID",
        "late, TIMEOUT", "status_500, HTTP_ERROR", "redirect, HTTP_ERROR", "bad_json, GARBAGE",
        "wrong_length, GARBAGE", "close, BID"})
    void shouldSellToTheHonestBestBidWhateverOneBuyerDoesToItsPings(final String fault, final PingStatus status)
            throws Exception {
        final String price = status == PingStatus.BID ? "2.00" : "9.00";
        try (TestServer test = honest().buyer("faulty",
                "ping: {price: fixed(" + price + ")}, faults: {ping: {" + fault + ": 100%}}",
                "", "connections: {max: 3}\n", "").start();
             TestPublisher publisher = test.publisher()) {
            for (int i = 0; i < LEADS; i++) {
                final Answer answer = publisher.lead(Leads.json(i));
                assertEquals("200 sold", answer.outcome(), answer.body());
                assertEquals("5.00", answer.text("price"));
            }
            assertEquals(LEADS, test.pings("faulty", status) + test.pings("faulty", PingStatus.LIMIT),
                    "pings of the faulty one that ended " + status + " or for want of a connection");
            assertTrue(test.pings("faulty", status) >= 3, "at least those that found a connection");
            assertEquals(LEADS, test.pings("better", PingStatus.BID));
            assertEquals(LEADS, test.sim().book("better").accepted());
            assertEquals(0, test.sim().book("faulty").count(Count.REDIRECTS_FOLLOWED));
            assertEquals(0, test.sim().book("faulty").posts());
        }
    }

    @Test
    void shouldCountABuyerThatRefusesConnections() throws Exception {
        try (TestServer test = honest().buyer("faulty", "faults: {refuse: true}").start();
             TestPublisher publisher = test.publisher()) {
            for (int i = 0; i < LEADS; i++) {
                assertEquals("5.00", publisher.lead(Leads.json(i)).text("price"));
            }
            assertEquals(LEADS, test.pings("faulty", PingStatus.REFUSED));
            assertEquals(LEADS, test.connections("faulty", BuyerStats.Event.CONNECT_FAILED));
        }
    }

    @Test
    void shouldCloseTheConnectionsOfABuyerThatNeverAnswers() throws Exception {
        try (TestServer test = honest().set("post.timeout", "300ms").set("loops", "1")
                .buyer("faulty", "faults: {ping: {hang: 100%}}", "", "connections: {max: 2}\n", "").start();
             TestPublisher publisher = test.publisher()) {
            for (int i = 0; i < 4; i++) {
                assertEquals("5.00", publisher.lead(Leads.json(i)).text("price"));
            }
            assertTrue(test.sim().book("faulty").count(Count.CONNECTIONS) <= 4, "connections are bounded");
            Until.holds("what hangs is dropped",
                    () -> test.connections("faulty", BuyerStats.Event.DROPPED)
                            == test.pings("faulty", PingStatus.TIMEOUT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "drip", "reset", "garbage", "huge", "late", "status_500", "redirect", "bad_json",
        "wrong_length", "accept_then_reset"})
    void shouldSellToNobodyElseWhenAnAnswerToAPostCantBeTrusted(final String fault) throws Exception {
        try (TestServer test = honest().set("post.timeout", "300ms").buyer("faulty",
                "ping: {price: fixed(9.00)}, faults: {post: {" + fault + ": 100%}}").start();
             TestPublisher publisher = test.publisher()) {
            final Answer answer = publisher.lead(Leads.json(1));

            assertEquals("200 unknown", answer.outcome(), answer.body());
            assertEquals(LeadReason.POST_UNKNOWN.code(), answer.code());
            assertEquals(1, test.posts("faulty", PostStatus.UNKNOWN));
            assertEquals(0, test.sim().book("better").posts() + test.sim().book("worse").posts());
            assertEquals(0, test.sim().book("faulty").count(Count.REDIRECTS_FOLLOWED));
            assertEquals("200 duplicate", publisher.lead(Leads.json(2, 1, "")).outcome(), "it may have been sold");
            test.stop();
            assertEquals(List.of(RecordKind.POSTING, RecordKind.POST_ENDED, RecordKind.LEAD_ENDED),
                    test.journal().kinds(answer.leadId()));
            assertEquals(Bodies.Outcome.UNKNOWN,
                    test.journal().one(RecordKind.LEAD_ENDED, answer.leadId()).leadEnded().outcome());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"twice", "close"})
    void shouldBelieveAnAnswerToAPostThatIsWhole(final String fault) throws Exception {
        try (TestServer test = honest().buyer("faulty",
                "ping: {price: fixed(9.00)}, faults: {post: {" + fault + ": 100%}}").start();
             TestPublisher publisher = test.publisher()) {
            assertEquals("9.00", publisher.lead(Leads.json(0)).text("price"));
            for (int i = 1; i < LEADS; i++) {
                assertEquals("200 sold", publisher.lead(Leads.json(i)).outcome());
            }
            // A second answer may come just in time to be read as that of the next ping, and then the next bid wins; a
            // ping whose connection closes under it is sent again.
            assertTrue(fault.equals("twice") || test.posts("faulty", PostStatus.SOLD) == LEADS, "no ping was lost");
            assertEquals(LEADS, test.posts("faulty", PostStatus.SOLD) + test.posts("better", PostStatus.SOLD));
            assertEquals(test.posts("faulty", PostStatus.SOLD), test.sim().book("faulty").accepted());
        }
    }

    @Test
    void shouldNotTakeALateAnswerToAPostForALateBid() throws Exception {
        try (TestServer test = new TestServer(folder).set("post.timeout", "200ms")
                .buyer("faulty", "post: {latency: fixed(300ms)}").start();
             TestPublisher publisher = test.publisher()) {
            assertEquals("200 unknown", publisher.lead(Leads.json(1)).outcome());

            Until.holds("the late answer is counted",
                    () -> test.connections("faulty", BuyerStats.Event.POST_LATE) == 1);
            assertEquals(0, test.pings("faulty", PingStatus.LATE));
        }
    }

    /** The ping goes to one port and is answered; at the other nobody listens, or nobody says a word. */
    private TestServer splitBuyer(final int postPort, final String scheme) throws Exception {
        final TestServer test = new TestServer(folder).buyer("split", "ping: {price: fixed(9.00)}")
                .buyer("better", "ping: {price: fixed(5.00)}");
        test.startBuyers();
        final Path file = test.config().resolve("buyers/split.yaml");
        final String text = java.nio.file.Files.readString(file);
        java.nio.file.Files.writeString(file, text.replaceAll("http://127.0.0.1:\\d+/post",
                scheme + "://127.0.0.1:" + postPort + "/post"));
        return test;
    }

    @Test
    void shouldGoToTheRunnerUpWhenNoByteCouldBeSent() throws Exception {
        final int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (TestServer test = splitBuyer(free, "http")) {
            test.startServer();
            try (TestPublisher publisher = test.publisher()) {
                final Answer answer = publisher.lead(Leads.json(1));

                assertEquals("200 sold", answer.outcome(), answer.body());
                assertEquals("5.00", answer.text("price"));
                assertEquals(1, test.posts("split", PostStatus.NOT_SENT));
            }
        }
    }

    @Test
    void shouldGoToTheRunnerUpWhenThePostTimesOutBeforeAConnectionIsThere() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
             TestServer test = splitBuyer(silent.getLocalPort(), "https")) {
            test.set("post.timeout", "200ms").set("ping.connect_timeout", "5s").startServer();
            try (TestPublisher publisher = test.publisher()) {
                final Answer answer = publisher.lead(Leads.json(1));

                assertEquals("200 sold", answer.outcome(), answer.body());
                assertEquals("5.00", answer.text("price"));
                assertEquals(1, test.posts("split", PostStatus.NOT_SENT));
            }
        }
    }
}
