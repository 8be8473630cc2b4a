package gavel.persist.record;

import gavel.persist.record.Bodies.Bid;
import gavel.persist.record.Bodies.ClickBody;
import gavel.persist.record.Bodies.ConfigBody;
import gavel.persist.record.Bodies.CreditedBy;
import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.NoSaleBody;
import gavel.persist.record.Bodies.OutboxEvent;
import gavel.persist.record.Bodies.Outcome;
import gavel.persist.record.Bodies.PayoutKind;
import gavel.persist.record.Bodies.Post;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Bodies.SaleBody;
import gavel.persist.record.Bodies.TopUpBody;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Turns the body under a {@link RecordDecoder} into values. Stateless; any thread. */
public final class BodyReader {
    /** Sub ids that a click or lead may carry. */
    public static final int SUBS = 5;
    /** Bytes of an idempotency key's hash. */
    public static final int IDEMPOTENCY_KEY_BYTES = 16;
    static final int CURRENCY_BYTES = 3;
    /** Publisher, offer, vertical and the publisher's own id of the lead. */
    private static final int LEAD_TEXTS = 4;

    private BodyReader() {
    }

    /** Body of a CONFIG. */
    public static ConfigBody config(final RecordDecoder in) {
        return new ConfigBody(in.getText(), in.getBlob());
    }

    /** Body of a CLICK. */
    public static ClickBody click(final RecordDecoder in) {
        return new ClickBody(in.getText(), in.getText(), subs(in), in.getLong(), in.getByte());
    }

    /** The block with which POSTING, SALE, LEAD_ENDED and NO_SALE begin. */
    public static LeadBlock lead(final RecordDecoder in) {
        return new LeadBlock(in.getText(), in.getText(), in.getText(), in.getText(),
                in.getText(CURRENCY_BYTES), in.getLong(), in.getText(),
                subs(in), in.getLong(), longs(in), in.getBytes(IDEMPOTENCY_KEY_BYTES), in.getLong(), in.getInt(),
                in.getBlob());
    }

    /**
     * Copies the hash of the idempotency key out of a lead block, past everything before it; makes no objects.
     *
     * @return whether the lead had a key.
     */
    public static boolean idempotencyKey(final RecordDecoder in, final byte[] target) {
        for (int i = 0; i < LEAD_TEXTS; i++) {
            in.skipText();
        }
        in.skip(CURRENCY_BYTES + Long.BYTES);
        for (int i = 0; i < 1 + SUBS; i++) {
            in.skipText();
        }
        in.skip(Long.BYTES);
        in.skip(in.getByte() * Long.BYTES);
        byte any = 0;
        for (int i = 0; i < IDEMPOTENCY_KEY_BYTES; i++) {
            target[i] = (byte) in.getByte();
            any |= target[i];
        }
        return any != 0;
    }

    /** Body of a POSTING. */
    public static PostingBody posting(final RecordDecoder in) {
        return new PostingBody(lead(in), in.getText(), in.getText(), in.getLong(), in.getLong(), bids(in),
                in.version() == 1 ? "" : in.getText());
    }

    /** Body of a POST_ENDED. */
    public static PostEndedBody postEnded(final RecordDecoder in) {
        return new PostEndedBody(in.getText(), in.getText(), in.getByte(), in.getShort(), in.getInt(), in.getShort(),
                in.getText());
    }

    /** Body of a SALE. */
    public static SaleBody sale(final RecordDecoder in) {
        return new SaleBody(lead(in), in.getText(), in.getText(), in.getLong(), in.getLong(),
                constant(PayoutKind.values(), PayoutKind::code, in), in.getLong(), in.getText(),
                constant(CreditedBy.values(), CreditedBy::code, in), in.getText(), in.getInt(),
                ints(in), outbox(in), in.getBlob(), in.version() == 1 ? Found.AT_ONCE : found(in));
    }

    /** Body of a LEAD_ENDED. */
    public static LeadEndedBody leadEnded(final RecordDecoder in) {
        return new LeadEndedBody(lead(in), constant(Outcome.values(), Outcome::code, in), in.getShort(), bids(in),
                ints(in), in.getBlob());
    }

    /** Body of a NO_SALE. */
    public static NoSaleBody noSale(final RecordDecoder in) {
        final Post post = new Post(lead(in), in.getText(), in.getText(), in.getLong(), in.getLong());
        return new NoSaleBody(post, in.getByte(), in.getShort(), in.getText(), found(in), in.getBlob());
    }

    /** Body of a TOP_UP. */
    public static TopUpBody topUp(final RecordDecoder in) {
        return new TopUpBody(in.getText(), in.getText(CURRENCY_BYTES), in.getLong(), in.getText(), in.getText());
    }

    private static Found found(final RecordDecoder in) {
        return new Found(constant(FoundBy.values(), FoundBy::code, in), in.getText());
    }

    private static <E extends Enum<E>> E constant(final E[] constants, final ToIntFunction<E> codeOf,
                                                  final RecordDecoder in) {
        final int code = in.getByte();
        for (final E constant : constants) {
            if (codeOf.applyAsInt(constant) == code) {
                return constant;
            }
        }
        throw new RecordException("record " + in.sequence() + " has code " + code + ", and no "
                + constants[0].getDeclaringClass().getSimpleName() + " has that");
    }

    private static List<String> subs(final RecordDecoder in) {
        final List<String> subs = new ArrayList<>(SUBS);
        for (int i = 0; i < SUBS; i++) {
            subs.add(in.getText());
        }
        return subs;
    }

    private static List<Bid> bids(final RecordDecoder in) {
        final int count = in.getByte();
        final List<Bid> bids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            bids.add(new Bid(in.getText(), in.getText(), in.getByte(), in.getLong(), in.getInt()));
        }
        return bids;
    }

    private static List<OutboxEvent> outbox(final RecordDecoder in) {
        final int count = in.getByte();
        final List<OutboxEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(new OutboxEvent(in.getByte(), in.getLong(), in.getText()));
        }
        return events;
    }

    private static long[] longs(final RecordDecoder in) {
        final long[] values = new long[in.getByte()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getLong();
        }
        return values;
    }

    private static int[] ints(final RecordDecoder in) {
        final int[] values = new int[in.getByte()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getInt();
        }
        return values;
    }
}
