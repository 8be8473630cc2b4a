package gavel.persist;

import gavel.persist.record.Bodies.ClickBody;
import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.NoSaleBody;
import gavel.persist.record.Bodies.Outcome;
import gavel.persist.record.Bodies.Post;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Bodies.SaleBody;
import gavel.persist.record.Bodies.CreditedBy;
import gavel.persist.record.Bodies.PayoutKind;
import gavel.persist.record.BodyWriter;
import gavel.persist.record.RecordEncoder;
import gavel.persist.record.RecordKind;
import gavel.persist.recover.StopAnswer;

import java.util.List;

/** Small plausible records, encoded into one reused encoder. Confined to one test. */
public final class TestRecords {
    public static final int CAPACITY_BYTES = 1 << 20;
    public static final StopAnswer NO_ANSWER = (leadId, posting, reason) -> new byte[0];
    public static final LeadBlock LEAD = lead(new byte[0]);

    private final RecordEncoder encoder = new RecordEncoder(CAPACITY_BYTES);
    private long epochNs = 1_800_000_000_000_000_000L;

    public RecordEncoder encoder() {
        return encoder;
    }

    public static LeadBlock lead(final byte[] personal) {
        return new LeadBlock("acme", "auto-quote", "auto", "A-1001", "USD", 0, "", List.of("a", "", "", "", ""), 0,
                new long[] {7}, new byte[16], 42, 0, personal);
    }

    public int click(final long id) {
        begin(RecordKind.CLICK, id, 0);
        BodyWriter.click(encoder, new ClickBody("acme", "auto-quote", List.of("s42", "", "", "", ""), 1, 0));
        return encoder.end();
    }

    public int posting(final long id, final int attempt) {
        return posting(id, attempt, LEAD);
    }

    public int posting(final long id, final int attempt, final LeadBlock lead) {
        begin(RecordKind.POSTING, id, attempt);
        BodyWriter.posting(encoder, new PostingBody(lead, "c1", "buyer", 12_500_000, 10_000_000, List.of(), ""));
        return encoder.end();
    }

    public int postEnded(final long id, final int attempt, final int status) {
        begin(RecordKind.POST_ENDED, id, attempt);
        BodyWriter.postEnded(encoder, new PostEndedBody("c1", "buyer", status, 501, 9, 200, ""));
        return encoder.end();
    }

    public int sale(final long id, final int attempt) {
        begin(RecordKind.SALE, id, attempt);
        BodyWriter.sale(encoder, new SaleBody(LEAD, "c1", "buyer", 12_500_000, 10_000_000, PayoutKind.FIXED,
                10_000_000, "acme", CreditedBy.LEAD, "ref", 9, new int[] {1, 2, 3, 4, 5, 6, 7}, List.of(),
                "{}".getBytes(), new Found(FoundBy.PERSON, "asked")));
        return encoder.end();
    }

    public int noSale(final long id, final int attempt) {
        begin(RecordKind.NO_SALE, id, attempt);
        BodyWriter.noSale(encoder, new NoSaleBody(new Post(LEAD, "c1", "buyer", 12_500_000, 10_000_000), 2, 507, "",
                new Found(FoundBy.PERSON, "by mail"), "{}".getBytes()));
        return encoder.end();
    }

    public int leadEnded(final long id) {
        begin(RecordKind.LEAD_ENDED, id, 0);
        BodyWriter.leadEnded(encoder, new LeadEndedBody(LEAD, Outcome.UNSOLD, 401, List.of(), new int[0],
                "{}".getBytes()));
        return encoder.end();
    }

    private void begin(final RecordKind kind, final long id, final int attempt) {
        encoder.begin(kind, id, attempt, 0, epochNs++);
    }
}
