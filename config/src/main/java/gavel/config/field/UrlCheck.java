package gavel.config.field;

import java.nio.charset.StandardCharsets;

/**
 * http or https URL with a host, in printable ASCII; scheme and host in lower case, the rest as it came. Immutable;
 * any thread. User names, address literals in brackets and the characters that RFC 3986 leaves out are refused.
 */
class UrlCheck extends FieldCheck {
    static final int MAX = 2048;
    static final byte[] HTTP = "http://".getBytes(StandardCharsets.US_ASCII);
    static final byte[] HTTPS = "https://".getBytes(StandardCharsets.US_ASCII);
    private static final int PORT_MAX = 65_535;

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        if (to - from > MAX) {
            return FieldReason.NOT_A_URL.status();
        }
        final int host = from + schemeBytes(src, from, to);
        final int hostEnd = hostEnd(src, host, to);
        final int authorityEnd = authorityEnd(src, host, to);
        if (host == from || hostEnd == host || !isPort(src, hostEnd, authorityEnd)) {
            return FieldReason.NOT_A_URL.status();
        }
        for (int i = from; i < to; i++) {
            final byte b = src[i];
            if (b <= ' ' || b == 0x7f || b == '"' || b == '<' || b == '>' || b == '\\' || b == '^' || b == '`'
                    || b == '{' || b == '|' || b == '}') {
                return FieldReason.NOT_A_URL.status();
            }
            dst[dstOff + i - from] = i < hostEnd ? Ascii.lower(b) : b;
        }
        return to - from;
    }

    /** Length of {@code http://} or {@code https://}, or 0. */
    static int schemeBytes(final byte[] src, final int from, final int to) {
        if (to - from > HTTPS.length && Ascii.isWord(src, from, from + HTTPS.length, HTTPS)) {
            return HTTPS.length;
        }
        return to - from > HTTP.length && Ascii.isWord(src, from, from + HTTP.length, HTTP) ? HTTP.length : 0;
    }

    static int authorityEnd(final byte[] src, final int from, final int to) {
        int end = from;
        while (end < to && src[end] != '/' && src[end] != '?' && src[end] != '#') {
            end++;
        }
        return end;
    }

    private static int hostEnd(final byte[] src, final int from, final int to) {
        int end = from;
        while (end < to && (Ascii.isLetter(src[end]) || Ascii.isDigit(src[end]) || src[end] == '_'
                || end > from && (src[end] == '-' || src[end] == '.'))) {
            end++;
        }
        return end;
    }

    private static boolean isPort(final byte[] src, final int from, final int to) {
        if (from == to) {
            return true;
        }
        if (src[from] != ':' || to - from < 2 || to - from > 6) {
            return false;
        }
        int port = 0;
        for (int i = from + 1; i < to; i++) {
            if (!Ascii.isDigit(src[i])) {
                return false;
            }
            port = port * 10 + src[i] - '0';
        }
        return port > 0 && port <= PORT_MAX;
    }
}
