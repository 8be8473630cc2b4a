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
        if (answer.has(Slot.REFERENCE) && !candidate.reference().set(answer.bytes(Slot.REFERENCE),
                answer.slice(Slot.REFERENCE).offset(), answer.slice(Slot.REFERENCE).length())) {
            return PingStatus.GARBAGE;
        }
        return PingStatus.BID;
    }

    /** The bid that the answer names; only of an answer with status BID. */
    public static long micros(final BuyerAnswer answer) {
        return Money.parse(answer.bytes(Slot.PRICE), answer.slice(Slot.PRICE).offset(),
                answer.slice(Slot.PRICE).length());
    }
}
