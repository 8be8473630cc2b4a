package gavel.server.ping;

import gavel.config.field.Utf8;
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
        final int end = answer.slice(Slot.REFERENCE).end();
        int size;
        for (int at = answer.slice(Slot.REFERENCE).offset(); at < end; at += size) {
            size = Utf8.size(bytes, at, end);
            if (size == Utf8.BAD || size == 1 && (bytes[at] < ' ' || bytes[at] == 127)
                    || size == 3 && isNoCharacter(bytes, at)) {
                return false;
            }
        }
        return candidate.reference().set(bytes, answer.slice(Slot.REFERENCE).offset(),
                answer.slice(Slot.REFERENCE).length());
    }

    /** U+FFFE and U+FFFF, which no XML may hold, not even as a reference. */
    private static boolean isNoCharacter(final byte[] bytes, final int at) {
        return bytes[at] == (byte) 0xef && bytes[at + 1] == (byte) 0xbf && (bytes[at + 2] & 0xfe) == 0xbe;
    }

    /** The bid that the answer names; only of an answer with status BID. */
    public static long micros(final BuyerAnswer answer) {
        return Money.parse(answer.bytes(Slot.PRICE), answer.slice(Slot.PRICE).offset(),
                answer.slice(Slot.PRICE).length());
    }
}
