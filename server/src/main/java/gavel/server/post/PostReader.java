package gavel.server.post;

import gavel.config.field.Utf8;
import gavel.server.buyer.AnswerReader;
import gavel.server.buyer.BuyerAnswer;
import gavel.server.buyer.BuyerAnswer.Slot;
import gavel.server.buyer.BuyerStats;
import gavel.server.http.Bytes;
import gavel.server.http.Slice;
import gavel.server.lead.Lead;
import gavel.server.lead.PostStatus;
import gavel.server.lead.Text;

/** Reads the outcome of a post from a buyer's answer. Stateless; any loop. */
public final class PostReader {
    private static final byte[] HTTP = Bytes.ascii("http://");
    private static final byte[] HTTPS = Bytes.ascii("https://");

    private PostReader() {
    }

    /**
     * What the answer to a post means by the buyer's rules, never by the HTTP status: only what matches the accept rule
     * is SOLD, only what matches the reject rule is REJECTED. What matches both is neither: the buyer may have taken
     * the lead, so the runner-up must not get it. What the buyer says of the sale is kept with the lead, and so is
     * the HTTP status, for people who ask why.
     */
    public static PostStatus status(final BuyerAnswer answer, final AnswerReader rules, final Lead lead,
                                    final BuyerStats stats) {
        lead.postHttpStatus(answer.httpStatus());
        final boolean rejected = answer.isOneOf(Slot.REJECT, rules.rejectWords());
        final boolean accepted = answer.isOneOf(Slot.ACCEPT, rules.acceptWords());
        if (!answer.isReadable() || accepted == rejected) {
            return PostStatus.UNKNOWN;
        }
        if (rejected) {
            keep(answer, Slot.REASON, lead.buyerText(), stats);
            return PostStatus.REJECTED;
        }
        keep(answer, Slot.REFERENCE, lead.buyerText(), stats);
        keep(answer, Slot.REDIRECT_URL, lead.redirectUrl(), stats);
        return PostStatus.SOLD;
    }

    /** Takes a text over; what could not be repeated as it is, or is too long, is dropped and counted. */
    private static void keep(final BuyerAnswer answer, final Slot slot, final Text text, final BuyerStats stats) {
        text.clear();
        if (!answer.has(slot)) {
            return;
        }
        final byte[] bytes = answer.bytes(slot);
        final Slice slice = answer.slice(slot);
        if (!Utf8.isText(bytes, slice.offset(), slice.end()) || slot == Slot.REDIRECT_URL && !isWebAddress(bytes, slice)
                || !text.set(bytes, slice.offset(), slice.length())) {
            stats.count(BuyerStats.Event.TEXT_DROPPED);
        }
    }

    /** A person is sent there: no other scheme may be. */
    private static boolean isWebAddress(final byte[] bytes, final Slice url) {
        return startsWith(bytes, url, HTTPS) || startsWith(bytes, url, HTTP);
    }

    private static boolean startsWith(final byte[] bytes, final Slice text, final byte[] prefix) {
        return text.length() > prefix.length && Bytes.equalIgnoreCase(bytes, text.offset(), prefix.length, prefix);
    }
}
