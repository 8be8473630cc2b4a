package gavel.server.post;

import gavel.server.buyer.AnswerReader;
import gavel.server.buyer.BuyerAnswer;
import gavel.server.buyer.BuyerAnswer.Slot;
import gavel.server.lead.Lead;
import gavel.server.lead.PostStatus;
import gavel.server.lead.Text;

/** Reads the outcome of a post from a buyer's answer. Stateless; any loop. */
public final class PostReader {
    private PostReader() {
    }

    /**
     * What the answer to a post means by the buyer's rules, never by the HTTP status: only what matches the accept rule
     * is SOLD, only what matches the reject rule is REJECTED, and the rule to reject is looked at first. What the buyer
     * says of the sale is kept with the lead, and so is the HTTP status, for people who ask why.
     */
    public static PostStatus status(final BuyerAnswer answer, final AnswerReader rules, final Lead lead) {
        lead.postHttpStatus(answer.httpStatus());
        if (!answer.isReadable()) {
            return PostStatus.UNKNOWN;
        }
        if (answer.isOneOf(Slot.REJECT, rules.rejectValues())) {
            keep(answer, Slot.REASON, lead.buyerText());
            return PostStatus.REJECTED;
        }
        if (answer.isOneOf(Slot.ACCEPT, rules.acceptValues())) {
            keep(answer, Slot.REFERENCE, lead.buyerText());
            keep(answer, Slot.REDIRECT_URL, lead.redirectUrl());
            return PostStatus.SOLD;
        }
        return PostStatus.UNKNOWN;
    }

    /** Takes a text of visible ASCII over; anything else, and what is too long, could not be repeated as it is. */
    private static void keep(final BuyerAnswer answer, final Slot slot, final Text text) {
        text.clear();
        if (answer.has(slot)) {
            final int offset = answer.slice(slot).offset();
            final int length = answer.slice(slot).length();
            for (int i = offset; i < offset + length; i++) {
                if (answer.bytes(slot)[i] < ' ' || answer.bytes(slot)[i] == 127) {
                    return;
                }
            }
            text.set(answer.bytes(slot), offset, length);
        }
    }
}
