package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A buyer that talks XML. */
class XmlTest {
    private static final String OPENING = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><answer>";
    private BuyerSim sim;

    private RawClient start(final String ping, final String post, final String more) throws Exception {
        sim = BuyerSim.start(Script.parse("s", "buyers: [{id: acme, port: 0, ping: {format: xml" + ping
            + "}, post: {format: xml" + post + "}" + more + "}]"), 1, "127.0.0.1", null);
        return new RawClient(sim, "acme");
    }

    @AfterEach
    void stop() {
        if (sim != null) {
            sim.close();
        }
    }

    private static RawClient.Reply call(final RawClient client, final String path, final String body) throws Exception {
        client.send(RawClient.request(path, "application/xml; charset=utf-8", body));
        return client.reply();
    }

    @Test
    void shouldBidAndAcceptInXml() throws Exception {
        try (RawClient client = start(", price: fixed(7.50)", "", "")) {
            RawClient.Reply bid = call(client, "/ping", "<lead><lead>A-1</lead><zip>78701</zip></lead>");
            RawClient.Reply accept = call(client, "/post", "<lead><lead>A-1</lead><price>7.50</price></lead>");

            assertTrue(bid.head().contains("content-type: application/xml\r\n"), bid.head());
            assertTrue(bid.body().startsWith(OPENING + "<bid>7.50</bid><currency>USD</currency><ping_ref>"),
                bid.body());
            assertTrue(accept.body().startsWith(OPENING + "<accepted>true</accepted><reference>"), accept.body());
            assertTrue(accept.body().endsWith("</redirect_url></answer>"), accept.body());
            assertEquals(7_500_000, sim.book("acme").acceptedMicros());
            assertEquals(0, sim.book("acme").count(Count.PRICE_DIFFERS));
        }
    }

    @Test
    void shouldDeclineAndRejectInXml() throws Exception {
        try (RawClient client = start(", bid: 0%", ", accept: 0%", "")) {
            assertEquals(OPENING + "<reason>no appetite</reason></answer>",
                call(client, "/ping", "<lead><lead>A-1</lead></lead>").body());
            assertTrue(call(client, "/post", "<lead><lead>A-1</lead></lead>").body()
                .startsWith(OPENING + "<accepted>false</accepted><reason>"));
        }
    }

    @Test
    void shouldReadNestedElementsEntitiesAndNameSpaces() throws Exception {
        try (RawClient client = start("", "", ", lead_ref: meta.lead, price_ref: sale.price")) {
            call(client, "/post", "<s:l xmlns:s='urn:x'><lead>no</lead><s:meta><s:lead> A&amp;<![CDATA[<1>]]> </s:lead>"
                + "<!-- c --></s:meta><sale currency='USD'><price>3.25</price></sale></s:l>");

            client.send("GET /status?lead=A%26%3C1%3E HTTP/1.1\r\nhost: b\r\n\r\n");
            String status = client.reply().body();
            assertTrue(status.contains("\"state\":\"accepted\",\"price\":\"3.25\""), status);
        }
    }

    @Test
    void shouldRefuseWhatIsNoXml() throws Exception {
        try (RawClient client = start("", "", "")) {
            String[] bodies = {"", "{\"lead\":\"A-1\"}", "<lead><lead>A-1</lead>", "<lead><lead>A-1</lead></lead>x",
                "<lead><id>A-1</id></lead>", "<lead><lead><a>A-1</a></lead></lead>",
                "<!DOCTYPE l [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><l><lead>&e;</lead></l>",
                "<l>".repeat(65) + "</l>".repeat(65)};
            for (String body : bodies) {
                RawClient.Reply reply = call(client, "/ping", body);
                assertEquals(400, reply.status(), body);
            }
            assertEquals(400, client.call("/ping", "<lead><lead>A-1</lead></lead>").status(), "said to be JSON");
            assertEquals(bodies.length + 1, sim.book("acme").count(Count.BAD_REQUESTS));
            assertEquals(0, sim.book("acme").pings());
        }
    }

    @Test
    void shouldSpoilItsXmlAsItSpoilsItsJson() throws Exception {
        try (RawClient client = start("", "", ", faults: {ping: {bad_json: 100%}, post: {huge: 100%}}")) {
            String half = call(client, "/ping", "<lead><lead>A-1</lead></lead>").body();
            String huge = call(client, "/post", "<lead><lead>A-1</lead></lead>").body();

            assertTrue(half.startsWith("<?xml"), half);
            assertThrows(IllegalArgumentException.class, () -> XmlFields.read(half, new String[] {"bid"}));
            assertEquals(AnswerWriter.HUGE_BYTES, huge.length());
            assertEquals("true", XmlFields.read(huge, new String[] {"accepted"})[0]);
            assertNull(XmlFields.read(huge, new String[] {"bid"})[0]);
        }
    }

    @Test
    void shouldSayWhichFormatsThereAre() {
        ScriptException e = assertThrows(ScriptException.class, () -> start(", format: xml", "", ""));
        assertTrue(e.getMessage().contains("twice"), e.getMessage());
        ScriptException soap = assertThrows(ScriptException.class,
            () -> Script.parse("s", "buyers: [{id: a, port: 0, ping: {format: soap}}]"));
        assertTrue(soap.getMessage().contains("expected json or xml, found \"soap\""), soap.getMessage());
    }
}
