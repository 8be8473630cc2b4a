package gavel.server.path;

import gavel.config.Config;
import gavel.config.VerticalConfig;
import gavel.persist.journal.JournalVisitor;
import gavel.persist.record.Bodies;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.Ids;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.server.lead.PostStatus;
import gavel.server.route.CapCheck;
import gavel.server.route.CapGate;
import gavel.server.route.PartyCap;
import gavel.server.validate.DuplicateCheck;
import gavel.server.validate.DuplicateGate;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings caps and duplicates to where they were, from the journal, before the server listens. Used by the starting
 * thread alone. A reservation stands for each post whose outcome is a sale or unknown.
 */
public final class Restoration implements JournalVisitor {
    /** What a post whose outcome has not been read yet took. */
    private record Reservation(List<PartyCap> caps, PostingBody posting, long epochMs) {
        void take() {
            caps.forEach(cap -> cap.restore(posting.priceMicros(), posting.payoutMicros(), epochMs));
        }

        void giveBack() {
            caps.forEach(cap -> cap.giveBack(posting.priceMicros(), posting.payoutMicros(), epochMs));
        }
    }

    private final CapCheck caps;
    private final DuplicateGate duplicates;
    private final long nowMs;
    private final Map<String, Long> windowNsByVertical = new HashMap<>();
    private final NoSales noSales;
    private final Long2ObjectHashMap<Reservation> reservationByLead = new Long2ObjectHashMap<>();
    private final RecordDecoder decoder = new RecordDecoder();
    private int unremembered;

    public Restoration(final Config config, final CapGate gate, final DuplicateGate duplicates, final long nowMs) {
        this.caps = CapCheck.of(config, gate);
        this.duplicates = duplicates;
        this.nowMs = nowMs;
        for (final VerticalConfig vertical : config.verticals()) {
            windowNsByVertical.put(vertical.id(), vertical.duplicates().windowNs());
        }
        noSales = new NoSales(caps, windowNsByVertical, duplicates);
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

    private void onPosting(final PostingBody posting) {
        final Reservation reservation = new Reservation(caps.of(posting.campaign(), posting.buyer(),
                posting.lead().offer(), posting.lead().publisher()), posting, Ids.epochMs(decoder.id()));
        reservation.take();
        reservationByLead.put(decoder.id(), reservation);
    }

    private void onPostEnded(final Bodies.PostEndedBody ended) {
        final Reservation reservation = reservationByLead.remove(decoder.id());
        if (reservation != null && ended.status() != PostStatus.UNKNOWN.code()) {
            reservation.giveBack();
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
