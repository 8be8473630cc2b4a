package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault as a plain socket sees it, on pings and on posts. */
class FaultTest {
    private BuyerSim sim;

    private RawClient start(final Fault fault, final String more) throws Exception {
        String shares = "ping: {" + (fault.isPossibleFor(Call.PING) ? fault.key() + ": 100%" : "") + "}, post: {"
            + fault.key() + ": 100%}";
        sim = BuyerSim.start(Script.parse("s", "buyers: [{id: acme, port: 0, ping: {price: fixed(5.00)}, faults: {"
            + shares + more + "}}]"), 1, "127.0.0.1", null);
        return new RawClient(sim, "acme");
    }

    @AfterEach
    void stop() {
        if (sim != null) {
            sim.close();
        }
    }

    private void assertCounted(final Call call, final Fault fault, final long times) {
        assertEquals(times, sim.book("acme").faults(call, fault));
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void shouldHangWithoutClosing(final Call call) throws Exception {
        try (RawClient client = start(Fault.HANG, "")) {
            client.post("/" + call.word(), RawClient.ping("A-1"));
            client.patience(100);

            assertThrows(SocketTimeoutException.class, client::byteOrEnd);
            assertCounted(call, Fault.HANG, 1);
        }
        assertEquals(0, sim.book("acme").accepted());
    }

    @Test
    void shouldFreeTheConnectionWhenThePeerGivesUpOnAHang() throws Exception {
        start(Fault.HANG, "}, limits: {connections: 1").close();
        Until.holds("the connection is free again", () -> {
            try (RawClient client = new RawClient(sim, "acme")) {
                client.post("/ping", RawClient.ping("A-1"));
                client.patience(20);
                client.byteOrEnd();
                return false;
            } catch (SocketTimeoutException e) {
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void shouldDripOneByteAtATime() throws Exception {
        try (RawClient client = start(Fault.DRIP, ", drip_every: 1ms")) {
            long startNs = System.nanoTime();
            RawClient.Reply reply = client.call("/ping", RawClient.ping("A-1"));

            int bytes = reply.head().length() + reply.body().length();
            assertTrue(reply.body().startsWith("{\"bid\":\"5.00\""));
            assertTrue(System.nanoTime() - startNs >= (bytes - 1) * 1_000_000L);
            assertCounted(Call.PING, Fault.DRIP, 1);
        }
    }

    @Test
    void shouldDripOneByteASecondUnlessToldOtherwise() throws Exception {
        try (RawClient client = start(Fault.DRIP, "")) {
            client.post("/ping", RawClient.ping("A-1"));
            assertEquals('H', client.byteOrEnd());
            client.patience(300);
            assertThrows(SocketTimeoutException.class, client::byteOrEnd);
        }
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void shouldResetWithoutBooking(final Call call) throws Exception {
        try (RawClient client = start(Fault.RESET, "")) {
            client.post("/" + call.word(), RawClient.ping("A-1"));

            assertThrows(SocketException.class, client::byteOrEnd);
            assertCounted(call, Fault.RESET, 1);
            assertEquals(0, sim.book("acme").accepted());
        }
    }

    @Test
    void shouldAcceptAndThenReset() throws Exception {
        try (RawClient client = start(Fault.ACCEPT_THEN_RESET, "")) {
            client.call("/ping", RawClient.ping("A-1"));
            client.post("/post", RawClient.post("A-1"));

            assertThrows(SocketException.class, client::byteOrEnd);
            assertCounted(Call.POST, Fault.ACCEPT_THEN_RESET, 1);
            assertEquals(1, sim.book("acme").accepted());
            assertEquals(7_500_000, sim.book("acme").acceptedMicros());
        }
    }

    @Test
    void shouldSendGarbageAndClose() throws Exception {
        try (RawClient client = start(Fault.GARBAGE, "")) {
            client.post("/ping", RawClient.ping("A-1"));
            byte[] bytes = client.everything();

            assertEquals(512, bytes.length);
            assertTrue(bytes[0] < 0);
            assertCounted(Call.PING, Fault.GARBAGE, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void shouldSendTheRightAnswerInAHugeBody(final Call call) throws Exception {
        try (RawClient client = start(Fault.HUGE, "")) {
            RawClient.Reply reply = client.call("/" + call.word(), RawClient.ping("A-1"));

            assertEquals(AnswerWriter.HUGE_BYTES, reply.body().length());
            String member = call == Call.PING ? "bid" : "accepted";
            String value = JsonFields.read(reply.body(), new String[] {member})[0];
            assertEquals(call == Call.PING ? "5.00" : "true", value);
            assertCounted(call, Fault.HUGE, 1);
        }
    }

    @Test
    void shouldAnswerTwice() throws Exception {
        try (RawClient client = start(Fault.TWICE, "")) {
            RawClient.Reply first = client.call("/post", RawClient.post("A-1"));

            assertEquals(first, client.reply());
            assertCounted(Call.POST, Fault.TWICE, 1);
            assertEquals(1, sim.book("acme").accepted());
        }
    }

    @Test
    void shouldAnswerLate() throws Exception {
        try (RawClient client = start(Fault.LATE, ", late_by: 60ms")) {
            long startNs = System.nanoTime();
            assertTrue(client.call("/ping", RawClient.ping("A-1")).body().startsWith("{\"bid\":\"5.00\""));

            assertTrue(System.nanoTime() - startNs >= 60_000_000);
            assertCounted(Call.PING, Fault.LATE, 1);
        }
    }

    @Test
    void shouldAnswerWithStatus500AndKeepTheConnection() throws Exception {
        try (RawClient client = start(Fault.STATUS_500, "")) {
            assertEquals(500, client.call("/ping", RawClient.ping("A-1")).status());
            assertEquals(500, client.call("/post", RawClient.post("A-1")).status());
            assertCounted(Call.PING, Fault.STATUS_500, 1);
            assertCounted(Call.POST, Fault.STATUS_500, 1);
            assertEquals(0, sim.book("acme").accepted());
        }
    }

    @Test
    void shouldRedirectAndNoticeWhoFollows() throws Exception {
        try (RawClient client = start(Fault.REDIRECT, "")) {
            RawClient.Reply reply = client.call("/ping", RawClient.ping("A-1"));
            assertEquals(302, reply.status());
            assertTrue(reply.head().contains("location: /followed\r\n"));

            client.call("/followed", "");
            assertEquals(1, sim.book("acme").count(Count.REDIRECTS_FOLLOWED));
            assertCounted(Call.PING, Fault.REDIRECT, 1);
        }
    }

    @Test
    void shouldBreakItsJson() throws Exception {
        try (RawClient client = start(Fault.BAD_JSON, "")) {
            RawClient.Reply reply = client.call("/post", RawClient.post("A-1"));

            assertEquals(200, reply.status());
            assertThrows(IllegalArgumentException.class, () -> JsonFields.read(reply.body(), new String[] {"a"}));
            assertEquals(1, sim.book("acme").accepted());
        }
    }

    @Test
    void shouldPromiseMoreBytesThanItSends() throws Exception {
        try (RawClient client = start(Fault.WRONG_LENGTH, "")) {
            client.post("/ping", RawClient.ping("A-1"));

            assertTrue(assertThrows(EOFException.class, client::reply).getMessage().startsWith("body ended after"));
            assertCounted(Call.PING, Fault.WRONG_LENGTH, 1);
        }
    }

    @Test
    void shouldCloseAKeptAliveConnectionWithoutSayingSo() throws Exception {
        try (RawClient client = start(Fault.CLOSE, "")) {
            RawClient.Reply reply = client.call("/ping", RawClient.ping("A-1"));

            assertEquals(200, reply.status());
            assertFalse(reply.head().contains("connection"));
            assertThrows(EOFException.class, client::byteOrEnd);
            assertCounted(Call.PING, Fault.CLOSE, 1);
        }
    }

    @Test
    void shouldHaveATestForEachFault() throws IOException {
        String source = Files.readString(Path.of("src/test/java/gavel/buyersim/FaultTest.java"));
        Arrays.stream(Fault.values()).filter(fault -> fault != Fault.NONE)
            .forEach(fault -> assertTrue(source.contains("start(Fault." + fault.name()), fault.name()));
    }
}
