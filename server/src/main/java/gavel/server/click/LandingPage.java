package gavel.server.click;

import gavel.server.http.Bytes;
import gavel.server.lead.Lead;
import gavel.server.lead.Text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An offer's landing page, compiled. Immutable; any thread. */
public final class LandingPage {
    private static final byte[] LOCATION = Bytes.ascii("Location: ");
    private static final byte[] CRLF = Bytes.ascii("\r\n");
    private static final byte[] HEX = Bytes.ascii("0123456789ABCDEF");
    private static final String CLICK_ID = "{click_id}";

    private final List<byte[]> literals = new ArrayList<>();
    private final List<Integer> subs = new ArrayList<>();

    /** Compiles a checked URL: {@code {click_id}} and {@code {sub1}} to {@code {sub5}} are filled in. */
    public LandingPage(final String url) {
        final int fragment = url.indexOf('#');
        final String base = fragment < 0 ? url : url.substring(0, fragment);
        final String rest = fragment < 0 ? "" : url.substring(fragment);
        final String whole = url.contains(CLICK_ID) ? url
                : base + (base.indexOf('?') < 0 ? "?" : "&") + "click_id=" + CLICK_ID + rest;
        int from = 0;
        for (int i = whole.indexOf('{'); i >= 0; i = whole.indexOf('{', i + 1)) {
            final int end = whole.indexOf('}', i);
            final int sub = placeholder(whole, i, end);
            if (sub >= 0) {
                literals.add(whole.substring(from, i).getBytes(StandardCharsets.US_ASCII));
                subs.add(sub);
                from = end + 1;
            }
        }
        literals.add(whole.substring(from).getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes the Location header's line; returns its end. */
    public int write(final byte[] clickId, final int clickIdLength, final ClickQuery query, final byte[] target) {
        int end = Bytes.put(target, 0, LOCATION);
        for (int i = 0; i < subs.size(); i++) {
            end = Bytes.put(target, end, literals.get(i));
            if (subs.get(i) == Lead.SUBS) {
                System.arraycopy(clickId, 0, target, end, clickIdLength);
                end += clickIdLength;
            } else {
                end = escaped(query.sub(subs.get(i)), target, end);
            }
        }
        end = Bytes.put(target, end, literals.get(subs.size()));
        return Bytes.put(target, end, CRLF);
    }

    /** Index of a sub id, SUBS for the click id, or -1 for what is no placeholder. */
    private static int placeholder(final String url, final int from, final int end) {
        if (end < 0) {
            return -1;
        }
        final String name = url.substring(from, end + 1);
        if (name.equals(CLICK_ID)) {
            return Lead.SUBS;
        }
        final boolean isSub = name.length() == 6 && name.startsWith("{sub");
        final int index = isSub ? name.charAt(4) - '1' : -1;
        return index < Lead.SUBS ? index : -1;
    }

    private static int escaped(final Text text, final byte[] target, final int offset) {
        int end = offset;
        for (int i = 0; i < text.length(); i++) {
            final byte character = text.bytes()[i];
            if (character >= '0' && character <= '9' || character >= 'A' && character <= 'Z'
                    || character >= 'a' && character <= 'z' || character == '-' || character == '_'
                    || character == '.' || character == '~') {
                target[end++] = character;
            } else {
                target[end++] = '%';
                target[end++] = HEX[character >> 4 & 15];
                target[end++] = HEX[character & 15];
            }
        }
        return end;
    }
}
