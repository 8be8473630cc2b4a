package gavel.server.path;

import gavel.config.Config;
import gavel.config.VerticalConfig;
import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.Bodies;
import gavel.persist.record.BodyReader;
import gavel.persist.record.Ids;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.server.catalog.Campaign;
import gavel.server.catalog.Catalog;
import gavel.server.lead.PostStatus;
import gavel.server.route.CapGate;
import gavel.server.validate.DuplicateCheck;
import gavel.server.validate.DuplicateGate;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.HashMap;
import java.util.Map;

/**
 * Brings caps and duplicates to where they were, from the journal, before the server listens. Used by the starting
 * thread alone. A reservation stands for each post whose outcome is a sale or unknown.
 */
public final class Restoration implements JournalVisitor {
    private record Reservation(CapGate.Cell cell, long day) {
    }

    private final CapGate caps;
    private final DuplicateGate duplicates;
    private final long nowMs;
    private final Map<String, Campaign> campaignById = new HashMap<>();
    private final Map<String, Long> windowNsByVertical = new HashMap<>();
    private final NoSales noSales;
    private final Long2ObjectHashMap<Reservation> reservationByLead = new Long2ObjectHashMap<>();
    private final RecordDecoder decoder = new RecordDecoder();
    private int unremembered;

    public Restoration(final Config config, final CapGate caps, final DuplicateGate duplicates, final long nowMs) {
        this.caps = caps;
        this.duplicates = duplicates;
        this.nowMs = nowMs;
        for (final Campaign campaign : new Catalog(config, 0).campaigns()) {
            campaignById.put(campaign.config().id(), campaign);
        }
        for (final VerticalConfig vertical : config.verticals()) {
            windowNsByVertical.put(vertical.id(), vertical.duplicates().windowNs());
        }
        noSales = new NoSales(campaignById, windowNsByVertical, caps, duplicates);
    }

    /** What is to be shown the records that are forced from now on. */
    public NoSales noSales() {
        return noSales;
    }

    /** Identities within their window for which there was no room: their people might be sold again. */
    public int unremembered() {
        return unremembered;
    }

    @Override
    public void onRecord(final long location, final DirectBuffer buffer, final int offset, final int length) {
        final int kind = RecordHeader.kindCode(buffer, offset);
        if (kind == RecordKind.POSTING.code()) {
            onPosting(BodyReader.posting(decoder.wrap(buffer, offset)));
        } else if (kind == RecordKind.POST_ENDED.code()) {
            onPostEnded(BodyReader.postEnded(decoder.wrap(buffer, offset)));
        } else if (kind == RecordKind.SALE.code()) {
            reservationByLead.remove(RecordHeader.id(buffer, offset));
            remember(BodyReader.lead(decoder.wrap(buffer, offset)));
        } else if (kind == RecordKind.LEAD_ENDED.code()) {
            final Bodies.LeadEndedBody ended = BodyReader.leadEnded(decoder.wrap(buffer, offset));
            if (ended.outcome() == Bodies.Outcome.UNKNOWN) {
                remember(ended.lead());
            }
        } else {
            noSales.onRecord(location, buffer, offset, length);
        }
    }

    private void onPosting(final Bodies.PostingBody posting) {
        final Campaign campaign = campaignById.get(posting.campaign());
        if (campaign == null) {
            return;
        }
        final long wanted = campaign.capDay(Ids.epochMs(decoder.id()));
        final CapGate.Cell cell = caps.cell(posting.campaign());
        reservationByLead.put(decoder.id(), new Reservation(cell, cell.reserve(wanted, CapGate.Cell.UNLIMITED)));
    }

    private void onPostEnded(final Bodies.PostEndedBody ended) {
        final Reservation reservation = reservationByLead.remove(decoder.id());
        if (reservation != null && ended.status() != PostStatus.UNKNOWN.code()) {
            reservation.cell.release(reservation.day);
        }
    }

    private void remember(final Bodies.LeadBlock lead) {
        final Long windowNs = windowNsByVertical.get(lead.vertical());
        final long epochMs = Ids.epochMs(decoder.id());
        final long untilS = windowNs == null ? 0 : DuplicateCheck.untilS(epochMs * 1_000_000, windowNs);
        if (untilS > nowMs / 1000) {
            for (final long identity : lead.duplicates()) {
                unremembered += duplicates.remember(identity, untilS, epochMs) ? 0 : 1;
            }
        }
    }
}
