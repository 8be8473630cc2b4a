package gavel.server.path;

import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.Bodies.NoSaleBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.Ids;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.server.catalog.Campaign;
import gavel.server.route.CapGate;
import gavel.server.validate.DuplicateCheck;
import gavel.server.validate.DuplicateGate;
import org.agrona.DirectBuffer;

import java.util.Map;

/**
 * Gives back what an unknown post had kept, once it is known to be no sale: its place under the cap, and its person,
 * who may be sold again. Shown the journal by the starting thread, then each forced record by the drain's.
 */
public final class NoSales implements JournalVisitor {
    private final Map<String, Campaign> campaignById;
    private final Map<String, Long> windowNsByVertical;
    private final CapGate caps;
    private final DuplicateGate duplicates;
    private final RecordDecoder decoder = new RecordDecoder();

    NoSales(final Map<String, Campaign> campaignById, final Map<String, Long> windowNsByVertical, final CapGate caps,
            final DuplicateGate duplicates) {
        this.campaignById = campaignById;
        this.windowNsByVertical = windowNsByVertical;
        this.caps = caps;
        this.duplicates = duplicates;
    }

    @Override
    public void onRecord(final long location, final DirectBuffer buffer, final int offset, final int length) {
        if (RecordHeader.kindCode(buffer, offset) != RecordKind.NO_SALE.code()) {
            return;
        }
        final NoSaleBody noSale = BodyReader.noSale(decoder.wrap(buffer, offset));
        final long epochMs = Ids.epochMs(decoder.id());
        final Campaign campaign = campaignById.get(noSale.campaign());
        if (campaign != null) {
            caps.cell(noSale.campaign()).release(campaign.capDay(epochMs));
        }
        final Long windowNs = windowNsByVertical.get(noSale.lead().vertical());
        if (windowNs != null) {
            final long untilS = DuplicateCheck.untilS(epochMs * 1_000_000, windowNs);
            for (final long identity : noSale.lead().duplicates()) {
                duplicates.forget(identity, untilS, decoder.epochNs() / 1_000_000);
            }
        }
    }
}
