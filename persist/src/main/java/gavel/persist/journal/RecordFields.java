package gavel.persist.journal;

import gavel.persist.record.Bodies.Bid;
import gavel.persist.record.Bodies.ClickBody;
import gavel.persist.record.Bodies.ConfigBody;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.NoSaleBody;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Bodies.SaleBody;
import gavel.persist.record.Bodies.TopUpBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.Ids;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordKind;
import gavel.persist.record.StatusNames;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and values of a record, for people and programs. Stateless; any thread. Encrypted personal data and hashes of
 * it are counted, never shown.
 */
final class RecordFields {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private RecordFields() {
    }

    static Map<String, Object> of(final RecordDecoder in, final int length) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seq", in.sequence());
        fields.put("kind", in.kind().name());
        fields.put("id", in.kind() == RecordKind.CONFIG ? Long.toString(in.id()) : Ids.print(in.id()));
        fields.put("attempt", in.attempt());
        fields.put("time", Instant.ofEpochSecond(Math.floorDiv(in.epochNs(), NS_PER_SECOND),
                Math.floorMod(in.epochNs(), NS_PER_SECOND)).toString());
        fields.put("config", in.configVersion());
        fields.put("bytes", length);
        switch (in.kind()) {
            case CONFIG -> config(fields, BodyReader.config(in));
            case CLICK -> click(fields, BodyReader.click(in));
            case POSTING -> posting(fields, BodyReader.posting(in));
            case POST_ENDED -> postEnded(fields, BodyReader.postEnded(in));
            case SALE -> sale(fields, BodyReader.sale(in));
            case LEAD_ENDED -> leadEnded(fields, BodyReader.leadEnded(in));
            case NO_SALE -> noSale(fields, BodyReader.noSale(in));
            case TOP_UP -> topUp(fields, BodyReader.topUp(in));
        }
        return fields;
    }

    private static void config(final Map<String, Object> fields, final ConfigBody body) {
        fields.put("sha256", body.sha256());
        fields.put("canonical_bytes", body.canonical().length);
    }

    private static void click(final Map<String, Object> fields, final ClickBody body) {
        fields.put("publisher", body.publisher());
        fields.put("offer", body.offer());
        fields.put("subs", body.subs());
    }

    private static void lead(final Map<String, Object> fields, final LeadBlock lead) {
        fields.put("publisher", lead.publisher());
        fields.put("offer", lead.offer());
        fields.put("vertical", lead.vertical());
        fields.put("publisher_lead_id", lead.publisherLeadId());
        fields.put("currency", lead.currency());
        fields.put("click", lead.clickId() == 0 ? "" : Ids.print(lead.clickId()));
        fields.put("click_publisher", lead.clickPublisher());
        fields.put("subs", lead.subs());
        fields.put("floor_micros", lead.floorMicros());
        fields.put("duplicates", lead.duplicates().length);
        fields.put("key", lead.keyId());
        fields.put("personal_bytes", lead.personal().length);
    }

    private static void posting(final Map<String, Object> fields, final PostingBody body) {
        lead(fields, body.lead());
        fields.put("campaign", body.campaign());
        fields.put("buyer", body.buyer());
        fields.put("price_micros", body.priceMicros());
        fields.put("payout_micros", body.payoutMicros());
        bids(fields, body.bids());
        fields.put("ping_reference", body.pingReference());
    }

    private static void postEnded(final Map<String, Object> fields, final PostEndedBody body) {
        fields.put("campaign", body.campaign());
        fields.put("buyer", body.buyer());
        fields.put("status", StatusNames.post(body.status()));
        fields.put("reason", body.reason());
        fields.put("elapsed_us", body.elapsedUs());
        fields.put("http_status", body.httpStatus());
        fields.put("reference", body.reference());
    }

    private static void sale(final Map<String, Object> fields, final SaleBody body) {
        lead(fields, body.lead());
        fields.put("campaign", body.campaign());
        fields.put("buyer", body.buyer());
        fields.put("price_micros", body.priceMicros());
        fields.put("payout_micros", body.payoutMicros());
        fields.put("payout_kind", body.payoutKind().name());
        fields.put("payout_value", body.payoutValue());
        fields.put("credited_publisher", body.creditedPublisher());
        fields.put("credited_by", body.creditedBy().name());
        fields.put("reference", body.reference());
        fields.put("elapsed_us", body.elapsedUs());
        fields.put("timings_us", timings(body.timingsUs()));
        fields.put("outbox", body.outbox().size());
        fields.put("answer_bytes", body.answer().length);
        fields.put("found_by", body.found().by().name());
        fields.put("note", body.found().note());
    }

    private static void leadEnded(final Map<String, Object> fields, final LeadEndedBody body) {
        lead(fields, body.lead());
        fields.put("outcome", body.outcome().name());
        fields.put("reason", body.reason());
        bids(fields, body.bids());
        fields.put("timings_us", timings(body.timingsUs()));
        fields.put("answer_bytes", body.answer().length);
    }

    private static void noSale(final Map<String, Object> fields, final NoSaleBody body) {
        lead(fields, body.post().lead());
        fields.put("campaign", body.post().campaign());
        fields.put("buyer", body.post().buyer());
        fields.put("price_micros", body.post().priceMicros());
        fields.put("payout_micros", body.post().payoutMicros());
        fields.put("status", StatusNames.post(body.status()));
        fields.put("reason", body.reason());
        fields.put("found_by", body.found().by().name());
        fields.put("reference", body.reference());
        fields.put("note", body.found().note());
        fields.put("answer_bytes", body.answer().length);
    }

    private static void topUp(final Map<String, Object> fields, final TopUpBody body) {
        fields.put("buyer", body.buyer());
        fields.put("currency", body.currency());
        fields.put("amount_micros", body.amountMicros());
        fields.put("reference", body.reference());
        fields.put("note", body.note());
    }

    private static void bids(final Map<String, Object> fields, final List<Bid> bids) {
        final List<String> texts = new ArrayList<>();
        for (final Bid bid : bids) {
            texts.add(bid.campaign() + ":" + bid.buyer() + ":" + StatusNames.ping(bid.status()) + ":"
                    + bid.bidMicros() + ":" + bid.elapsedUs());
        }
        fields.put("bids", texts);
    }

    private static List<String> timings(final int[] timingsUs) {
        final List<String> texts = new ArrayList<>();
        for (final int timingUs : timingsUs) {
            texts.add(Integer.toString(timingUs));
        }
        return texts;
    }
}
