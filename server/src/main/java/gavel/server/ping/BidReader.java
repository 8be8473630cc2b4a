package gavel.server.ping;

import gavel.server.buyer.BuyerAnswer;
import gavel.server.buyer.BuyerAnswer.Slot;
import gavel.server.lead.Candidate;
import gavel.server.lead.Money;
import gavel.server.lead.PingStatus;

/** Reads a bid from a buyer's answer. Stateless; any loop. */
public final class BidReader {
    private BidReader() {
    }

    /**
     * What the answer to a ping is. A reference in it is kept with the candidate.
     *
     * @return BID, NO_BID, GARBAGE or OVER_MAX.
     */
    public static PingStatus status(final BuyerAnswer answer, final Candidate candidate) {
        if (!answer.isReadable()) {
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
            return true;
        }
        final byte[] bytes = answer.bytes(Slot.REFERENCE);
        for (int i = answer.slice(Slot.REFERENCE).offset(); i < answer.slice(Slot.REFERENCE).end(); i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ' || bytes[i] == 127) {
                return false;
            }
        }
        return candidate.reference().set(bytes, answer.slice(Slot.REFERENCE).offset(),
                answer.slice(Slot.REFERENCE).length());
    }

    /** The bid that the answer names; only of an answer with status BID. */
    public static long micros(final BuyerAnswer answer) {
        return Money.parse(answer.bytes(Slot.PRICE), answer.slice(Slot.PRICE).offset(),
                answer.slice(Slot.PRICE).length());
    }
}
