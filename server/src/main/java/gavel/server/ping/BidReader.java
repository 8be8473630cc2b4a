package gavel.server.ping;

import gavel.config.field.Utf8;
import gavel.server.buyer.BuyerAnswer;
import gavel.server.buyer.BuyerAnswer.Slot;
import gavel.server.lead.Candidate;
import gavel.server.lead.Money;
import gavel.server.lead.PingStatus;

/** Reads a bid from a buyer's answer. Stateless; any loop. */
public final class BidReader {
    /** As OpenRTB says that there is no bid. */
    private static final int NO_CONTENT = 204;

    private BidReader() {
    }

    /**
     * What the answer to a ping is. A reference in it is kept with the candidate.
     *
     * @return BID, NO_BID, GARBAGE or OVER_MAX.
     */
    public static PingStatus status(final BuyerAnswer answer, final Candidate candidate) {
        if (answer.httpStatus() == NO_CONTENT) {
            return PingStatus.NO_BID;
        }
        if (!answer.isReadable() || answer.isNested(Slot.PRICE)) {
            return PingStatus.GARBAGE;
        }
        if (!answer.has(Slot.PRICE)) {
            return PingStatus.NO_BID;
        }
        final long micros = micros(answer);
        if (micros == Money.NOT_MONEY) {
            return PingStatus.GARBAGE;
        }
        if (micros == 0) {
            return PingStatus.NO_BID;
        }
        if (micros > candidate.campaign().config().bidMaxMicros()) {
            return PingStatus.OVER_MAX;
        }
        return keepsReference(answer, candidate) ? PingStatus.BID : PingStatus.GARBAGE;
    }

    /** A reference that could not be repeated in the post as it is, in whatever format, is not taken. */
    private static boolean keepsReference(final BuyerAnswer answer, final Candidate candidate) {
        if (!answer.has(Slot.REFERENCE)) {
            return !answer.isNested(Slot.REFERENCE);
        }
        final byte[] bytes = answer.bytes(Slot.REFERENCE);
        final int from = answer.slice(Slot.REFERENCE).offset();
        final int end = answer.slice(Slot.REFERENCE).end();
        return Utf8.isText(bytes, from, end) && candidate.reference().set(bytes, from, end - from);
    }

    /** The bid that the answer names; only of an answer with status BID. */
    public static long micros(final BuyerAnswer answer) {
        return Money.parse(answer.bytes(Slot.PRICE), answer.slice(Slot.PRICE).offset(),
                answer.slice(Slot.PRICE).length());
    }
}
