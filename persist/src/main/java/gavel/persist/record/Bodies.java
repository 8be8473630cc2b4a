package gavel.persist.record;

import java.util.List;

/**
 * What the bodies of the records hold, as values: for everything that is not in a hurry (ledger, recovery, printing,
 * tests). The lead path writes the same layouts with a {@link RecordEncoder} and never makes these objects. Immutable;
 * any thread. {@code text} is a length byte and UTF-8; {@code blob} an i32 length and bytes; integers little-endian.
 */
public final class Bodies {
    private Bodies() {
    }

    /**
     * CONFIG; the identity's id is the version's number.
     * <pre>  sha256 text | canonical blob</pre>
     */
    public record ConfigBody(String sha256, byte[] canonical) {
    }

    /**
     * CLICK; the identity's id is the click's.
     * <pre>  publisher text | offer text | sub1..sub5 5 x text | ipHash i64 | flags u8</pre>
     *
     * @param ipHash keyed hash of the visitor's address, or 0.
     * @param flags  reserved, 0.
     */
    public record ClickBody(String publisher, String offer, List<String> subs, long ipHash, int flags) {
    }

    /**
     * What POSTING, SALE, LEAD_ENDED and NO_SALE all say about the lead, so that each can be read alone.
     * <pre>
     *  publisher text | offer text | vertical text | publisherLeadId text | currency 3 bytes
     *  clickId i64 | clickPublisher text | sub1..sub5 5 x text | floorMicros i64
     *  duplicates u8 count, count x i64
     *  idempotencyKey 16 bytes (zeros: none) | bodyHash i64
     *  personal: keyId i32 (0: none) | blob
     * </pre>
     *
     * @param clickId        our id of the click that the lead carried, or 0.
     * @param clickPublisher who sent that click, or empty.
     * @param duplicates     keyed hashes of the person's normalised identities in this vertical.
     * @param idempotencyKey first 16 bytes of SHA-256 over publisher, a zero byte, and the key.
     * @param bodyHash       first 8 bytes of SHA-256 over the raw body.
     * @param keyId          key under which {@code personal} is encrypted; 0 where no key is configured.
     * @param personal       the lead's fields, encrypted, in a POSTING; empty elsewhere.
     */
    public record LeadBlock(String publisher, String offer, String vertical, String publisherLeadId, String currency,
                            long clickId, String clickPublisher, List<String> subs, long floorMicros,
                            long[] duplicates, byte[] idempotencyKey, long bodyHash, int keyId, byte[] personal) {
        private static final byte[] NOTHING = {};

        /** The same, for a record that is not to have the fields. */
        public LeadBlock withoutPersonal() {
            return new LeadBlock(publisher, offer, vertical, publisherLeadId, currency, clickId, clickPublisher, subs,
                    floorMicros, duplicates, idempotencyKey, bodyHash, keyId, NOTHING);
        }
    }

    /**
     * How one campaign answered a ping.
     * <pre>  campaign text | buyer text | status u8 | bidMicros i64 | elapsedUs i32</pre>
     *
     * @param status    code of the ping's status, see docs/RECORDS.md.
     * @param bidMicros 0 when it was not a bid.
     */
    public record Bid(String campaign, String buyer, int status, long bidMicros, int elapsedUs) {
    }

    /**
     * POSTING: the intent, written before the first byte of the full lead leaves.
     * <pre>
     *  LeadBlock | campaign text | buyer text | priceMicros i64 | payoutMicros i64
     *  bids u8 count, count x Bid | pingReference text, from version 2
     * </pre>
     *
     * @param lead          the only one of a lead's records whose block has its fields: so that the same can be posted
     *                      again.
     * @param bids          in the first attempt's record only.
     * @param pingReference what the buyer's answer to the ping is to be called by; empty in version 1.
     */
    public record PostingBody(LeadBlock lead, String campaign, String buyer, long priceMicros, long payoutMicros,
                              List<Bid> bids, String pingReference) {
    }

    /**
     * POST_ENDED: an attempt without a sale.
     * <pre>
     *  campaign text | buyer text | status u8 | reason u16 | elapsedUs i32 | httpStatus u16
     *  reference text
     * </pre>
     *
     * @param status code of a {@link PostOutcome}, but never of SOLD, which is a SALE record.
     * @param reason code of the reason, 5xx.
     */
    public record PostEndedBody(String campaign, String buyer, int status, int reason, int elapsedUs, int httpStatus,
                                String reference) {
    }

    /** How the total of a payout was found. */
    public enum PayoutKind {
        /** An amount. */
        FIXED(1),
        /** Parts per million of the price. */
        SHARE(2);

        private final int code;

        PayoutKind(final int code) {
            this.code = code;
        }

        /** As it stands in records. */
        public int code() {
            return code;
        }
    }

    /** Why a publisher is credited. */
    public enum CreditedBy {
        /** It sent the click that the lead carried. */
        CLICK(1),
        /** It posted the lead. */
        LEAD(2);

        private final int code;

        CreditedBy(final int code) {
            this.code = code;
        }

        /** As it stands in records. */
        public int code() {
            return code;
        }
    }

    /**
     * Something that must be told to somebody because of a sale, in the same record as the sale.
     * <pre>  type u8 | eventId i64 | target text</pre>
     */
    public record OutboxEvent(int type, long eventId, String target) {
    }

    /** How the outcome of a post was learned. */
    public enum FoundBy {
        /** The buyer's answer to the post. */
        ANSWER(0),
        /** A person, who asked the buyer. */
        PERSON(1),
        /** The buyer's status URL. */
        STATUS(2);

        private final int code;

        FoundBy(final int code) {
            this.code = code;
        }

        /** As it stands in records. */
        public int code() {
            return code;
        }
    }

    /**
     * How the outcome of a post was learned.
     * <pre>  foundBy u8 | note text</pre>
     *
     * @param note what a person says about it, else empty.
     */
    public record Found(FoundBy by, String note) {
        /** By the answer to the post. */
        public static final Found AT_ONCE = new Found(FoundBy.ANSWER, "");
    }

    /**
     * SALE. Version 1 ends before {@code Found}: it was the buyer's answer.
     * <pre>
     *  LeadBlock | campaign text | buyer text | priceMicros i64 | payoutMicros i64
     *  payoutKind u8 | payoutValue i64 | creditedPublisher text | creditedBy u8
     *  reference text | elapsedUs i32
     *  timings u8 count, count x i32 | outbox u8 count, count x OutboxEvent | answer blob
     *  Found
     * </pre>
     *
     * @param payoutMicros      all that the sale pays out; the margin is price less payout.
     * @param payoutValue       micro-units, or parts per million.
     * @param creditedPublisher who is paid, by the last click.
     * @param reference         the buyer's own id of the sale.
     * @param timingsUs         microseconds of intake, validate, route, ping, auction, post, sale.
     * @param answer            the bytes of the HTTP answer's body, which a repeat gets again.
     */
    public record SaleBody(LeadBlock lead, String campaign, String buyer, long priceMicros, long payoutMicros,
                           PayoutKind payoutKind, long payoutValue, String creditedPublisher, CreditedBy creditedBy,
                           String reference, int elapsedUs, int[] timingsUs, List<OutboxEvent> outbox,
                           byte[] answer, Found found) {
    }

    /** How a lead ended that was not sold. */
    public enum Outcome {
        /** Nobody has it. */
        UNSOLD(1),
        /** A buyer may have it. */
        UNKNOWN(2);

        private final int code;

        Outcome(final int code) {
            this.code = code;
        }

        /** As it stands in records. */
        public int code() {
            return code;
        }
    }

    /**
     * LEAD_ENDED.
     * <pre>
     *  LeadBlock | outcome u8 | reason u16 | bids u8 count, count x Bid
     *  timings u8 count, count x i32 | answer blob
     * </pre>
     *
     * @param reason code of the reason.
     * @param bids   empty when a POSTING has them.
     */
    public record LeadEndedBody(LeadBlock lead, Outcome outcome, int reason, List<Bid> bids, int[] timingsUs,
                                byte[] answer) {
    }

    /** What was offered to a buyer: the lead, the campaign that won it, and what a sale would bring. */
    public record Post(LeadBlock lead, String campaign, String buyer, long priceMicros, long payoutMicros) {
    }

    /**
     * NO_SALE: a post whose POST_ENDED says UNKNOWN turned out to be no sale.
     * <pre>
     *  LeadBlock | campaign text | buyer text | priceMicros i64 | payoutMicros i64
     *  status u8 | reason u16 | reference text | Found | answer blob
     * </pre>
     *
     * @param status    code of a {@link PostOutcome}: NOT_SENT or REJECTED.
     * @param reason    code of the reason, 5xx.
     * @param reference why the buyer rejected it, in its own words.
     */
    public record NoSaleBody(Post post, int status, int reason, String reference, Found found, byte[] answer) {
    }

    /**
     * TOP_UP: a buyer paid in, or got back what it had.
     * <pre>
     *  buyer text | currency 3 bytes | amountMicros i64 | reference text | note text
     * </pre>
     *
     * @param amountMicros positive when it came in, negative when it went back; never 0.
     * @param reference    of the payment, by which it is known again.
     * @param note         what the person says who recorded it; may be empty.
     */
    public record TopUpBody(String buyer, String currency, long amountMicros, String reference, String note) {
    }
}
