package gavel.persist.record;

import gavel.persist.record.Bodies.Bid;
import gavel.persist.record.Bodies.ClickBody;
import gavel.persist.record.Bodies.ConfigBody;
import gavel.persist.record.Bodies.CreditedBy;
import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.NoSaleBody;
import gavel.persist.record.Bodies.OutboxEvent;
import gavel.persist.record.Bodies.Outcome;
import gavel.persist.record.Bodies.PayoutKind;
import gavel.persist.record.Bodies.Post;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Bodies.SaleBody;
import gavel.persist.record.Bodies.TopUpBody;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

/**
 * One record of each kind against its bytes in {@code src/test/resources/records}. When this fails, a layout has
 * changed: journals that exist can't be read any more. Raise the kind's version, keep reading the old one, and add a
 * file for the new one beside the old; {@code target/golden} has the bytes of today.
 */
class GoldenRecordsTest {
    private static final int HEX_BYTES_PER_LINE = 32;
    private static final LeadBlock LEAD = new LeadBlock("acme", "auto-quote", "auto", "A-1001", "USD",
            0x0102030405060708L, "clicker", List.of("s42", "", "d\u00e9j\u00e0", "", "five"), 1_500_000,
            new long[] {0x1111111111111111L, -2}, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
            0x2122232425262728L, 7, new byte[] {(byte) 0xde, (byte) 0xad});
    private static final List<Bid> BIDS = List.of(new Bid("c1", "b1", 1, 12_500_000, 41_000),
            new Bid("c2", "b2", 4, 0, 120_000));

    @ParameterizedTest
    @EnumSource(RecordKind.class)
    void shouldKeepTheLayoutOf(final RecordKind kind) throws IOException {
        final RecordEncoder encoder = new RecordEncoder(4096);
        encoder.begin(kind, 0x3132333435363738L, kind == RecordKind.CLICK ? 0 : 2, 9, 1_800_000_000_123_456_789L);
        write(kind, encoder);
        final byte[] bytes = new byte[encoder.end()];
        encoder.buffer().getBytes(0, bytes);
        final String name = kind.name().toLowerCase(java.util.Locale.ROOT) + "-v" + kind.version() + ".hex";
        final Path today = Path.of("target", "golden", name);
        Files.createDirectories(today.getParent());
        Files.writeString(today, hex(bytes));
        assertEquals(golden(name), hex(bytes));
    }

    @Test
    void shouldReadASaleOfTheFirstVersionAsTheBuyersAnswer() throws IOException {
        final byte[] bytes = HexFormat.of().parseHex(golden("sale-v1.hex").replace("\n", ""));
        final SaleBody sale = BodyReader.sale(new RecordDecoder().wrap(new UnsafeBuffer(bytes), 0));
        assertEquals("{\"status\":\"sold\"}", new String(sale.answer(), StandardCharsets.UTF_8));
        assertEquals(FoundBy.ANSWER, sale.found().by());
        assertEquals("", sale.found().note());
    }

    @Test
    void shouldReadAPostingOfTheFirstVersionWithoutAReference() throws IOException {
        final byte[] bytes = HexFormat.of().parseHex(golden("posting-v1.hex").replace("\n", ""));
        final PostingBody posting = BodyReader.posting(new RecordDecoder().wrap(new UnsafeBuffer(bytes), 0));
        assertEquals(BIDS, posting.bids());
        assertEquals("", posting.pingReference());
    }

    private static String golden(final String name) throws IOException {
        try (InputStream golden = GoldenRecordsTest.class.getResourceAsStream("/records/" + name)) {
            assertNotNull(golden, "no golden file " + name);
            return new String(golden.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static void write(final RecordKind kind, final RecordEncoder out) {
        switch (kind) {
            case CONFIG -> BodyWriter.config(out, new ConfigBody("ab12", "node: 3\n".getBytes(StandardCharsets.UTF_8)));
            case CLICK -> BodyWriter.click(out, new ClickBody("acme", "auto-quote", LEAD.subs(), -3, 0));
            case POSTING -> BodyWriter.posting(out, new PostingBody(LEAD, "c1", "b1", 12_500_000, 10_000_000, BIDS,
                    "ping-9"));
            case POST_ENDED -> BodyWriter.postEnded(out, new PostEndedBody("c1", "b1", 2, 502, 9_000, 200, "no"));
            case SALE -> BodyWriter.sale(out, new SaleBody(LEAD, "c1", "b1", 12_500_000, 10_000_000, PayoutKind.SHARE,
                    800_000, "clicker", CreditedBy.CLICK, "R-7", 88_000, new int[] {20, 9, 3, 41_200, 2, 30_000, 400},
                    List.of(new OutboxEvent(1, 0x4142434445464748L, "clicker")),
                    "{\"status\":\"sold\"}".getBytes(StandardCharsets.UTF_8), new Found(FoundBy.PERSON, "by mail")));
            case LEAD_ENDED -> BodyWriter.leadEnded(out, new LeadEndedBody(LEAD, Outcome.UNSOLD, 401, BIDS,
                    new int[] {20, 9, 3, 41_200}, "{\"status\":\"unsold\"}".getBytes(StandardCharsets.UTF_8)));
            case TOP_UP -> BodyWriter.topUp(out, new TopUpBody("b1", "USD", 500_000_000, "wire 4711", "from Ann"));
            case NO_SALE -> BodyWriter.noSale(out, new NoSaleBody(
                    new Post(LEAD, "c1", "b1", 12_500_000, 10_000_000), 2, 507, "no",
                    new Found(FoundBy.PERSON, "by mail"), "{\"status\":\"unsold\"}".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String hex(final byte[] bytes) {
        final StringBuilder text = new StringBuilder();
        for (int from = 0; from < bytes.length; from += HEX_BYTES_PER_LINE) {
            text.append(HexFormat.of().formatHex(bytes, from, Math.min(bytes.length, from + HEX_BYTES_PER_LINE)))
                    .append('\n');
        }
        return text.toString();
    }
}
