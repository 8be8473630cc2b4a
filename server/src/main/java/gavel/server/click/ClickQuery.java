package gavel.server.click;

import gavel.config.field.Utf8;
import gavel.server.http.FormScanner;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Text;

/** Reads the query of a click. One per loop, used for one click at a time. Ignores parameters that it does not know. */
public final class ClickQuery {
    private static final int QUERY_MAX_BYTES = 8 * 1024;

    private final FormScanner form = new FormScanner();
    private final byte[] decoded = new byte[QUERY_MAX_BYTES];
    private final Text publisher = new Text(64);
    private final Text[] subs = new Text[Lead.SUBS];

    public ClickQuery() {
        for (int i = 0; i < subs.length; i++) {
            subs[i] = new Text(Lead.SUB_MAX_BYTES);
        }
    }

    /** Reads a query, without its question mark; NONE, or what is wrong with it. */
    public LeadReason read(final byte[] source, final int offset, final int length) {
        publisher.clear();
        for (final Text sub : subs) {
            sub.clear();
        }
        if (length > QUERY_MAX_BYTES) {
            return LeadReason.WRONG_CLICK_QUERY;
        }
        form.wrap(source, offset, length, decoded);
        while (form.next()) {
            final Text text = named();
            if (text != null && !(Utf8.isText(decoded, form.valueOffset(), form.valueOffset() + form.valueLength())
                    && text.set(decoded, form.valueOffset(), form.valueLength()))) {
                return LeadReason.WRONG_CLICK_QUERY;
            }
        }
        return form.isMalformed() ? LeadReason.WRONG_CLICK_QUERY : LeadReason.NONE;
    }

    /** Who sent the visit: {@code pub}. */
    public Text publisher() {
        return publisher;
    }

    /** The publisher's own labels: {@code sub1} to {@code sub5}. */
    public Text sub(final int index) {
        return subs[index];
    }

    private Text named() {
        if (form.nameLength() == 3 && decoded[0] == 'p' && decoded[1] == 'u' && decoded[2] == 'b') {
            return publisher;
        }
        if (form.nameLength() == 4 && decoded[0] == 's' && decoded[1] == 'u' && decoded[2] == 'b') {
            final int index = decoded[3] - '1';
            return index >= 0 && index < subs.length ? subs[index] : null;
        }
        return null;
    }
}
