package gavel.server.path;

import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.Bodies.Post;
import gavel.persist.record.BodyReader;
import gavel.persist.record.Ids;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.server.route.CapCheck;
import gavel.server.validate.DuplicateCheck;
import gavel.server.validate.DuplicateGate;
import org.agrona.DirectBuffer;

import java.util.Map;

/**
 * Gives back what an unknown post had kept, once it is known to be no sale: its places under caps, and its person,
 * who may be sold again. Shown the journal by the starting thread, then each forced record by the drain's. A place that
 * was taken in the period after the lead's own, because that had begun before its post, stays taken: a cap is rather
 * left unfilled than passed.
 */
public final class NoSales implements JournalVisitor {
    private final CapCheck caps;
    private final Map<String, Long> windowNsByVertical;
    private final DuplicateGate duplicates;
    private final RecordDecoder decoder = new RecordDecoder();

    NoSales(final CapCheck caps, final Map<String, Long> windowNsByVertical, final DuplicateGate duplicates) {
        this.caps = caps;
        this.windowNsByVertical = windowNsByVertical;
        this.duplicates = duplicates;
    }

    @Override
    public void onRecord(final long location, final DirectBuffer buffer, final int offset, final int length) {
        if (RecordHeader.kindCode(buffer, offset) != RecordKind.NO_SALE.code()) {
            return;
        }
        final Post post = BodyReader.noSale(decoder.wrap(buffer, offset)).post();
        final long epochMs = Ids.epochMs(decoder.id());
        caps.of(post.campaign(), post.buyer(), post.lead().offer(), post.lead().publisher())
                .forEach(cap -> cap.giveBack(post.priceMicros(), post.payoutMicros(), epochMs));
        final Long windowNs = windowNsByVertical.get(post.lead().vertical());
        if (windowNs != null) {
            final long untilS = DuplicateCheck.untilS(epochMs * 1_000_000, windowNs);
            for (final long identity : post.lead().duplicates()) {
                duplicates.forget(identity, untilS, decoder.epochNs() / 1_000_000);
            }
        }
    }
}
