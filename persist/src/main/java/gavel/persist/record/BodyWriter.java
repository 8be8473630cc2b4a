package gavel.persist.record;

import gavel.persist.record.Bodies.Bid;
import gavel.persist.record.Bodies.ClickBody;
import gavel.persist.record.Bodies.ConfigBody;
import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.NoSaleBody;
import gavel.persist.record.Bodies.OutboxEvent;
import gavel.persist.record.Bodies.Post;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Bodies.SaleBody;
import gavel.persist.record.Bodies.TopUpBody;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes values as bodies, after {@link RecordEncoder#begin}: for recovery and other threads that may allocate.
 * Stateless; any thread.
 */
public final class BodyWriter {
    private BodyWriter() {
    }

    /** Body of a CONFIG. */
    public static void config(final RecordEncoder out, final ConfigBody body) {
        out.putText(body.sha256()).putBlob(body.canonical(), 0, body.canonical().length);
    }

    /** Body of a CLICK. */
    public static void click(final RecordEncoder out, final ClickBody body) {
        out.putText(body.publisher()).putText(body.offer());
        texts(out, body.subs());
        out.putLong(body.ipHash()).putByte(body.flags());
    }

    /** The block with which POSTING, SALE, LEAD_ENDED and NO_SALE begin. */
    public static void lead(final RecordEncoder out, final LeadBlock lead) {
        out.putText(lead.publisher()).putText(lead.offer()).putText(lead.vertical()).putText(lead.publisherLeadId());
        currency(out, lead.currency());
        out.putLong(lead.clickId()).putText(lead.clickPublisher());
        texts(out, lead.subs());
        out.putLong(lead.floorMicros()).putByte(lead.duplicates().length);
        for (final long duplicate : lead.duplicates()) {
            out.putLong(duplicate);
        }
        out.putBytes(lead.idempotencyKey(), 0, BodyReader.IDEMPOTENCY_KEY_BYTES).putLong(lead.bodyHash());
        out.putInt(lead.keyId()).putBlob(lead.personal(), 0, lead.personal().length);
    }

    /** Body of a POSTING. */
    public static void posting(final RecordEncoder out, final PostingBody body) {
        lead(out, body.lead());
        out.putText(body.campaign()).putText(body.buyer()).putLong(body.priceMicros()).putLong(body.payoutMicros());
        bids(out, body.bids());
        out.putText(body.pingReference());
    }

    /** Body of a POST_ENDED. */
    public static void postEnded(final RecordEncoder out, final PostEndedBody body) {
        out.putText(body.campaign()).putText(body.buyer()).putByte(body.status()).putShort(body.reason());
        out.putInt(body.elapsedUs()).putShort(body.httpStatus()).putText(body.reference());
    }

    /** Body of a SALE. */
    public static void sale(final RecordEncoder out, final SaleBody body) {
        lead(out, body.lead());
        out.putText(body.campaign()).putText(body.buyer()).putLong(body.priceMicros()).putLong(body.payoutMicros());
        out.putByte(body.payoutKind().code()).putLong(body.payoutValue()).putText(body.creditedPublisher());
        out.putByte(body.creditedBy().code()).putText(body.reference()).putInt(body.elapsedUs());
        ints(out, body.timingsUs());
        out.putByte(body.outbox().size());
        for (final OutboxEvent event : body.outbox()) {
            out.putByte(event.type()).putLong(event.eventId()).putText(event.target());
        }
        out.putBlob(body.answer(), 0, body.answer().length);
        found(out, body.found());
    }

    /** Body of a LEAD_ENDED. */
    public static void leadEnded(final RecordEncoder out, final LeadEndedBody body) {
        lead(out, body.lead());
        out.putByte(body.outcome().code()).putShort(body.reason());
        bids(out, body.bids());
        ints(out, body.timingsUs());
        out.putBlob(body.answer(), 0, body.answer().length);
    }

    /** Body of a NO_SALE. */
    public static void noSale(final RecordEncoder out, final NoSaleBody body) {
        final Post post = body.post();
        lead(out, post.lead());
        out.putText(post.campaign()).putText(post.buyer()).putLong(post.priceMicros()).putLong(post.payoutMicros());
        out.putByte(body.status()).putShort(body.reason()).putText(body.reference());
        found(out, body.found());
        out.putBlob(body.answer(), 0, body.answer().length);
    }

    /** Body of a TOP_UP. */
    public static void topUp(final RecordEncoder out, final TopUpBody body) {
        out.putText(body.buyer());
        currency(out, body.currency());
        out.putLong(body.amountMicros()).putText(body.reference()).putText(body.note());
    }

    private static void currency(final RecordEncoder out, final String currency) {
        out.putBytes(currency.getBytes(StandardCharsets.US_ASCII), 0, BodyReader.CURRENCY_BYTES);
    }

    private static void found(final RecordEncoder out, final Found found) {
        out.putByte(found.by().code()).putText(found.note());
    }

    private static void texts(final RecordEncoder out, final List<String> texts) {
        for (int i = 0; i < BodyReader.SUBS; i++) {
            out.putText(i < texts.size() ? texts.get(i) : "");
        }
    }

    private static void bids(final RecordEncoder out, final List<Bid> bids) {
        out.putByte(bids.size());
        for (final Bid bid : bids) {
            out.putText(bid.campaign()).putText(bid.buyer()).putByte(bid.status()).putLong(bid.bidMicros());
            out.putInt(bid.elapsedUs());
        }
    }

    private static void ints(final RecordEncoder out, final int[] values) {
        out.putByte(values.length);
        for (final int value : values) {
            out.putInt(value);
        }
    }
}
