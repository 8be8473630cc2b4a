package gavel.server.path;

import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Bodies.SaleBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordKind;
import gavel.server.lead.PostStatus;
import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/** Writes down, in short, what was forced. Confined to the test's thread. */
final class RecordLog implements JournalVisitor {
    final List<String> lines = new ArrayList<>();
    final List<Integer> httpStatuses = new ArrayList<>();
    private final RecordDecoder decoder = new RecordDecoder();

    @Override
    public void onRecord(final long location, final DirectBuffer buffer, final int offset, final int length) {
        decoder.wrap(buffer, offset);
        if (decoder.kind() == RecordKind.POSTING) {
            final PostingBody posting = BodyReader.posting(decoder);
            lines.add("POSTING " + decoder.attempt() + " " + posting.buyer());
        } else if (decoder.kind() == RecordKind.POST_ENDED) {
            final PostEndedBody ended = BodyReader.postEnded(decoder);
            httpStatuses.add(ended.httpStatus());
            String status = "?";
            for (final PostStatus each : PostStatus.values()) {
                status = each.code() == ended.status() ? each.name() : status;
            }
            lines.add("POST_ENDED " + decoder.attempt() + " " + ended.buyer() + " " + status);
        } else if (decoder.kind() == RecordKind.SALE) {
            final SaleBody sale = BodyReader.sale(decoder);
            lines.add("SALE " + decoder.attempt() + " " + sale.buyer());
        } else if (decoder.kind() == RecordKind.LEAD_ENDED) {
            final LeadEndedBody ended = BodyReader.leadEnded(decoder);
            lines.add("LEAD_ENDED " + ended.outcome() + " " + ended.reason());
        }
    }
}
