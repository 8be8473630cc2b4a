package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection: what is answered, in which order, and what is turned away. */
class ConnectionTest {
    private BuyerSim sim;

    private RawClient start(final String buyer) throws Exception {
        sim = BuyerSim.start(Script.parse("s", "buyers: [{id: acme, port: 0, " + buyer + "}]"), 1, "127.0.0.1", null);
        return new RawClient(sim, "acme");
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void shouldBidAndAcceptOnOneKeptAliveConnection() throws Exception {
        try (RawClient client = start("ping: {price: fixed(7.50)}")) {
            RawClient.Reply bid = client.call("/ping", RawClient.ping("A-1"));
            RawClient.Reply accept = client.call("/post", RawClient.post("A-1"));

            assertTrue(bid.body().matches(
                "\\{\"bid\":\"7.50\",\"currency\":\"USD\",\"ping_ref\":\"[0-9A-Z]{13}\"}"), bid.body());
            assertTrue(accept.body().matches("\\{\"accepted\":true,\"reference\":\"[0-9A-Z]{13}\","
                + "\"redirect_url\":\"https://buyer.example/thanks/[0-9A-Z]{13}\"}"), accept.body());
            assertEquals(1, sim.book("acme").count(Count.CONNECTIONS));
            assertEquals(0, sim.book("acme").count(Count.PRICE_DIFFERS));
        }
    }

    @Test
    void shouldDeclineAndRejectWithStatus200() throws Exception {
        try (RawClient client = start("ping: {bid: 0%}, post: {accept: 0%}")) {
            assertEquals("{\"bid\":null,\"reason\":\"no appetite\"}",
                client.call("/ping", RawClient.ping("A-1")).body());
            RawClient.Reply rejected = client.call("/post", RawClient.post("A-1"));
            assertEquals(200, rejected.status());
            assertTrue(rejected.body().startsWith("{\"accepted\":false,\"reason\":\""), rejected.body());
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsInTheirOrder() throws Exception {
        try (RawClient client = start("ping: {latency: fixed(30ms), bid: 0%}, post: {latency: instant}")) {
            client.send(RawClient.request("/ping", "application/json", RawClient.ping("A-1"))
                + RawClient.request("/post", "application/json", RawClient.post("A-1")));

            assertTrue(client.reply().body().startsWith("{\"bid\""));
            assertTrue(client.reply().body().startsWith("{\"accepted\""));
        }
    }

    @Test
    void shouldRefuseMorePipelinedRequestsThanTheLimit() throws Exception {
        try (RawClient client = start("ping: {latency: fixed(20s)}, limits: {pipelined: 1}")) {
            String ping = RawClient.request("/ping", "application/json", RawClient.ping("A-1"));
            client.send(ping + ping + ping);

            assertEquals(503, client.reply().status());
            assertThrows(EOFException.class, client::byteOrEnd);
            assertEquals(1, sim.book("acme").count(Count.PIPELINE_FULL));
        }
    }

    @Test
    void shouldReadFormsAndNestedMembers() throws Exception {
        try (RawClient client = start("lead_ref: meta.lead, price_ref: sale.price")) {
            client.call("/post", "{\"meta\":{\"lead\":\"J-1\"},\"sale\":{\"price\":2.50},\"lead\":\"no\"}");
            client.send(RawClient.request("/post", "application/x-www-form-urlencoded; charset=utf-8",
                "meta.lead=F+1&sale.price=3.25"));
            client.reply();

            assertEquals(5_750_000, sim.book("acme").acceptedMicros());
            client.send("GET /status?lead=F+1 HTTP/1.1\r\nhost: b\r\n\r\n");
            assertTrue(client.reply().body().startsWith("{\"lead\":\"F 1\",\"state\":\"accepted\",\"price\":\"3.25\""));
        }
    }

    @Test
    void shouldRefuseWhatItCannotRead() throws Exception {
        try (RawClient client = start("ping: {}")) {
            assertEquals(400, client.call("/ping", "not json").status());
            assertEquals(400, client.call("/ping", "{\"zip\":\"78701\"}").status());
            assertEquals(400, client.call("/post", "{\"lead\":\"A\",\"price\":\"12,50\"}").status());
            assertEquals(400, client.call("/ping", RawClient.ping("x".repeat(201))).status());
            assertEquals(404, client.call("/nope", "{}").status());
            client.send("GET /ping HTTP/1.1\r\nhost: b\r\n\r\n");
            assertEquals(405, client.reply().status());
            assertEquals(5, sim.book("acme").count(Count.BAD_REQUESTS));
            assertEquals(1, sim.book("acme").count(Count.UNKNOWN_PATHS));
            assertEquals(0, sim.book("acme").pings());
            client.send("no http at all\r\n\r\n");
            assertEquals(400, client.reply().status());
            assertThrows(EOFException.class, client::byteOrEnd);
        }
    }

    @Test
    void shouldRefuseLargeBodiesWhetherAnnouncedOrNot() throws Exception {
        try (RawClient client = start("ping: {}"); RawClient chunked = new RawClient(sim, "acme")) {
            client.send("POST /ping HTTP/1.1\r\nhost: b\r\ncontent-length: 1048577\r\n\r\n");
            assertEquals(413, client.reply().status());
            assertThrows(EOFException.class, client::byteOrEnd);

            chunked.send("POST /ping HTTP/1.1\r\nhost: b\r\ntransfer-encoding: chunked\r\n\r\n180000\r\n"
                + "x".repeat(0x180000));
            assertEquals(413, chunked.reply().status());
            assertEquals(2, sim.book("acme").count(Count.TOO_LARGE));
        }
    }

    @Test
    void shouldTakeBodiesInPieces() throws Exception {
        try (RawClient client = start("ping: {price: fixed(1.00)}")) {
            client.send("POST /ping HTTP/1.1\r\nhost: b\r\nexpect: 100-continue\r\ncontent-length: 14\r\n\r\n");
            assertEquals(100, client.reply().status());
            client.send("{\"lead\"");
            client.send(":\"A-1\"}");
            assertTrue(client.reply().body().startsWith("{\"bid\":\"1.00\""));
        }
    }

    @Test
    void shouldCloseWhenAskedTo() throws Exception {
        try (RawClient client = start("ping: {}")) {
            client.send("POST /ping HTTP/1.1\r\nhost: b\r\nconnection: close\r\ncontent-length: 14\r\n\r\n"
                + "{\"lead\":\"A-1\"}");
            assertTrue(client.reply().head().contains("connection: close"));
            assertThrows(EOFException.class, client::byteOrEnd);
        }
    }

    @Test
    void shouldLimitItsConnections() throws Exception {
        try (RawClient client = start("limits: {connections: 1}")) {
            client.call("/ping", RawClient.ping("A-1"));
            try (RawClient second = new RawClient(sim, "acme")) {
                assertThrows(IOException.class, second::byteOrEnd);
            }
            assertEquals(1, sim.book("acme").count(Count.CONNECTIONS_REFUSED));
        }
        Until.holds("a connection is free again", () -> {
            try (RawClient third = new RawClient(sim, "acme")) {
                return third.call("/ping", RawClient.ping("A-2")).status() == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void shouldShowItsTotals() throws Exception {
        try (RawClient client = start("ping: {}")) {
            client.call("/ping", RawClient.ping("A-1"));
            client.send("GET /book HTTP/1.1\r\nhost: b\r\n\r\n");

            assertTrue(client.reply().body().startsWith(
                "{\"buyer\":\"acme\",\"currency\":\"USD\",\"pings\":1,\"bids\":1,\"no_bids\":0,"));
        }
    }

    @Test
    void shouldListenNowhereWhenItRefuses() throws Exception {
        assertThrows(ConnectException.class, () -> start("faults: {refuse: true}"));
    }
}
