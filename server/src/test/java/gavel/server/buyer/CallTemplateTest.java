package gavel.server.buyer;

import com.dslplatform.json.DslJson;
import gavel.config.BuyerConfig.Endpoint;
import gavel.config.BuyerConfig.Format;
import gavel.config.BuyerConfig.Header;
import gavel.config.BuyerConfig.Part;
import gavel.config.BuyerConfig.PartKind;
import gavel.config.BuyerConfig.Url;
import gavel.config.Secret;
import gavel.persist.record.Ids;
import gavel.server.catalog.Catalog;
import gavel.server.catalog.SampleConfig;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Requests to buyers, taken apart again by parsers that are not ours. */
class CallTemplateTest {
    private static final String CHARACTERS = "\"\\<>&'%+=;#{}\u00e9\u20ac/ aZ09\r\n\t]-._~*!,:";

    private static final long NOW_NS = -77;

    private final byte[] scratch = new byte[CallTemplate.REQUEST_MAX_BYTES];
    private final SampleConfig sample = new SampleConfig();
    private final Lead lead = new Lead(1);

    @Test
    void shouldWriteAWholeRequest() {
        lead("Ann", "x");
        final Endpoint endpoint = new Endpoint(new Url(true, "b.example", 443, "/p?q=1"), "PUT",
                List.of(new Header("X-Key", new Secret("s"))), Format.JSON,
                List.of(text("{\"z\":\""), part(PartKind.FIELD, "zip"), text("\",\"y\":"),
                        new Part(PartKind.FIELD, "year", true), text(",\"a\":"),
                        new Part(PartKind.FIELD, "amount", true),
                        text(",\"e\":\""), part(PartKind.FIELD, "email"), text("\"}")), 0, false,
                SampleConfig.pingAnswer());
        final String request = encode(endpoint);
        assertEquals("PUT /p?q=1 HTTP/1.1\r\nHost: b.example\r\nContent-Type: application/json\r\nX-Key: s\r\n"
                + "Content-Length:      38\r\n\r\n{\"z\":\"78701\",\"y\":2020,\"a\":null,\"e\":\"\"}", request);
    }

    @Test
    void shouldFillInWhatALeadIs() {
        lead("Ann", "r-1");
        lead.beginAttempt();
        lead.beginAttempt();
        lead.publisher(lead.catalog().publishers()[0]);
        lead.candidate(0).onAnswered(PingStatus.BID, 12_500_000, 0);
        final StringBuilder expected = new StringBuilder();
        final List<Part> parts = new java.util.ArrayList<>();
        final Map<PartKind, String> values = new java.util.EnumMap<>(Map.of(
                PartKind.LEAD_ID, Ids.print(lead.id()), PartKind.PUBLISHER_LEAD_ID, "A-1", PartKind.PUBLISHER, "north",
                PartKind.OFFER, "quote", PartKind.VERTICAL, "auto", PartKind.CAMPAIGN, "camp", PartKind.PRICE, "12.50",
                PartKind.PING_REF, "r-1", PartKind.POST_KEY, Ids.print(lead.id()) + "-2"));
        values.put(PartKind.TIMEOUT_MS, "118");
        lead.candidate(0).callEndsNs(NOW_NS + 118_999_999);
        values.forEach((kind, value) -> {
            parts.add(text("|"));
            parts.add(part(kind, ""));
            expected.append('|').append(value);
        });
        assertEquals(expected.toString(), body(encode(SampleConfig.endpoint(Format.FORM, parts,
                SampleConfig.postAnswer()))));
        assertTrue(encode(SampleConfig.endpoint(Format.FORM, parts, SampleConfig.postAnswer()))
                .contains("Host: 127.0.0.1:8080\r\n"));
    }

    @Test
    void shouldEscapeSoThatEveryParserReadsTheSame() throws Exception {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++) {
            final String consent = consent(random);
            final String reference = consent.replaceAll("[\\r\\n\\t]", "");
            lead(consent, reference);
            final String json = body(encode(endpoint(Format.JSON, "{\"c\":\"", "\",\"r\":\"", "\"}")));
            final byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            assertEquals(Map.of("c", consent, "r", reference),
                    new DslJson<Object>().deserialize(Map.class, bytes, bytes.length), "seed " + seed);
            final String form = body(encode(endpoint(Format.FORM, "c=", "&r=", "")));
            assertTrue(form.chars().allMatch(character -> character > ' ' && character < 127));
            final String[] pairs = form.split("&");
            assertEquals("c=" + consent, URLDecoder.decode(pairs[0], StandardCharsets.UTF_8), "seed " + seed);
            assertEquals("r=" + reference, URLDecoder.decode(pairs[1], StandardCharsets.UTF_8), "seed " + seed);
            final String xml = body(encode(endpoint(Format.XML, "<x><c>", "</c><r a=\"", "\"/></x>")));
            final Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
            assertEquals(consent, document.getElementsByTagName("c").item(0).getTextContent(), "seed " + seed);
            assertEquals(reference, document.getElementsByTagName("r").item(0).getAttributes().item(0).getNodeValue(),
                    "seed " + seed);
        }
    }

    @Test
    void shouldSayHowLongTheBuyerHasWhereverItIsAsked() {
        lead("Ann", "x");
        final Endpoint endpoint = new Endpoint(new Url(false, "b.example", 80, "/p/{{timeout_ms}}?t={{timeout_ms}}"),
                "POST", List.of(new Header("X-Timeout-Ms", new Secret("{{timeout_ms}}")),
                        new Header("X-Left", new Secret("ms={{timeout_ms}};"))), Format.JSON,
                List.of(text("{\"t\":"), new Part(PartKind.TIMEOUT_MS, "", true), text("}")), 0, false,
                SampleConfig.pingAnswer());
        for (final long[] leftNsAndMs : new long[][] {{120_000_000, 120}, {999_999, 0}, {1_000_000, 1}, {0, 0},
                {-1, 0}, {-5_000_000_000L, 0}, {3_600_000_999_999L, 3_600_000}}) {
            lead.candidate(0).callEndsNs(NOW_NS + leftNsAndMs[0]);
            final String ms = String.valueOf(leftNsAndMs[1]);
            assertEquals("POST /p/" + ms + "?t=" + ms + " HTTP/1.1\r\nHost: b.example\r\n"
                    + "Content-Type: application/json\r\nX-Timeout-Ms: " + ms + "\r\nX-Left: ms=" + ms + ";\r\n"
                    + "Content-Length: #\r\n\r\n{\"t\":" + ms + "}",
                    encode(endpoint).replaceFirst("Content-Length: +\\d+", "Content-Length: #"));
        }
    }

    @Test
    void shouldNotWriteMoreThanThereIsRoomFor() {
        lead("Ann", "x");
        final List<Part> parts = new java.util.ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            parts.add(part(PartKind.FIELD, "consent"));
        }
        final Endpoint endpoint = SampleConfig.endpoint(Format.JSON, parts, SampleConfig.pingAnswer());
        assertEquals(6_000, body(encode(endpoint)).length());
        lead("\u00e9".repeat(500), "x");
        final CallTemplate template = new CallTemplate(SampleConfig.endpoint(Format.FORM, parts,
                SampleConfig.pingAnswer()), lead.offer().vertical(), scratch);
        assertNull(template.encode(lead, lead.candidate(0), NOW_NS, UnpooledByteBufAllocator.DEFAULT));
        lead("Ann", "x");
        final ByteBuf again = template.encode(lead, lead.candidate(0), NOW_NS, UnpooledByteBufAllocator.DEFAULT);
        assertTrue(again.readableBytes() > 6_000);
        again.release();
    }

    private static String consent(final SplittableRandom random) {
        final StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.append("x").toString();
    }

    private static Endpoint endpoint(final Format format, final String first, final String second,
                                     final String third) {
        final List<Part> parts = new java.util.ArrayList<>(List.of(text(first), part(PartKind.FIELD, "consent"),
                text(second), part(PartKind.PING_REF, "")));
        if (!third.isEmpty()) {
            parts.add(text(third));
        }
        return SampleConfig.endpoint(format, parts, SampleConfig.pingAnswer());
    }

    private void lead(final String consent, final String reference) {
        if (sample.campaigns.isEmpty()) {
            sample.campaigns.add(SampleConfig.campaign("camp"));
        }
        final Catalog catalog = sample.catalog();
        lead.clear();
        lead.begin(77_777_777L, catalog, null, 0, 0);
        lead.offer(SampleConfig.offer(catalog));
        lead.publisherLeadId().set(new byte[] {'A', '-', '1'}, 0, 3);
        put("zip", "78701");
        put("year", "2020");
        put("consent", consent);
        lead.addCandidate(catalog.campaigns().get(0));
        final byte[] bytes = reference.getBytes(StandardCharsets.UTF_8);
        assertTrue(lead.candidate(0).reference().set(bytes, 0, bytes.length));
    }

    private void put(final String name, final String value) {
        final int field = lead.offer().vertical().config().fieldIndex(name);
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        assertTrue(lead.values().put(field, lead.offer().vertical().check(field), bytes, 0, bytes.length) >= 0, value);
    }

    private String encode(final Endpoint endpoint) {
        final ByteBuf buffer = new CallTemplate(endpoint, lead.offer().vertical(), scratch)
                .encode(lead, lead.candidate(0), NOW_NS, UnpooledByteBufAllocator.DEFAULT);
        final String request = buffer.toString(StandardCharsets.UTF_8);
        final int bodyFrom = request.indexOf("\r\n\r\n") + 4;
        final int length = request.substring(bodyFrom).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(request.substring(0, bodyFrom).matches("(?s).*Content-Length: +" + length + "\r\n\r\n"), request);
        buffer.release();
        return request;
    }

    private static String body(final String request) {
        return request.substring(request.indexOf("\r\n\r\n") + 4);
    }

    private static Part text(final String text) {
        return new Part(PartKind.TEXT, text);
    }

    private static Part part(final PartKind kind, final String text) {
        return new Part(kind, text);
    }
}
