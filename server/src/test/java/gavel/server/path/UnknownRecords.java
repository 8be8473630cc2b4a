package gavel.server.path;

import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.Outcome;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.BodyWriter;
import gavel.persist.record.PostOutcome;
import gavel.persist.record.RecordEncoder;
import gavel.persist.record.RecordKind;
import gavel.persist.recover.RecordStore;

import java.util.List;
import java.util.function.Consumer;

/** Writes the records of leads whose post ended unknown into a real journal. One thread, which is the drain's too. */
final class UnknownRecords {
    private static final int RECORD_MAX_BYTES = 64 * 1024;

    private final RecordEncoder encoder = new RecordEncoder(RECORD_MAX_BYTES);
    private final RecordStore store;

    UnknownRecords(final RecordStore store) {
        this.store = store;
    }

    /** A lead whose first post ended unknown at that time. */
    void unknown(final long lead, final String buyer, final long epochNs) {
        final LeadBlock block = new LeadBlock("acme", "quote", "auto", "A 1&", "USD", 0, "", List.of(), 0, new long[0],
                new byte[16], 0, 0, new byte[0]);
        write(RecordKind.POSTING, lead, 1, epochNs, out -> BodyWriter.posting(out,
                new PostingBody(block, "c", buyer, 9_000_000, 7_000_000, List.of(), "")));
        write(RecordKind.POST_ENDED, lead, 1, epochNs, out -> BodyWriter.postEnded(out,
                new PostEndedBody("c", buyer, PostOutcome.UNKNOWN.code(), 505, 0, 0, "")));
        write(RecordKind.LEAD_ENDED, lead, 0, epochNs, out -> BodyWriter.leadEnded(out,
                new LeadEndedBody(block, Outcome.UNKNOWN, 505, List.of(), new int[0], new byte[0])));
    }

    private void write(final RecordKind kind, final long lead, final int attempt, final long epochNs,
                       final Consumer<RecordEncoder> body) {
        encoder.begin(kind, lead, attempt, 1, epochNs);
        body.accept(encoder);
        store.drain().control().submit(encoder, encoder.end());
        store.drain().doWork();
    }
}
