package gavel.config.field;

/**
 * E-mail address: the dot-atom form of RFC 5321 with a domain of at least two labels, in lower case. Immutable; any
 * thread. Quoted local parts, address literals and internationalised addresses are refused: in leads they are typos.
 */
final class EmailCheck extends FieldCheck {
    private static final int MAX = 254;
    private static final int LOCAL_MAX = 64;
    private static final int LABEL_MAX = 63;
    private static final boolean[] ATOM = new boolean[128];

    static {
        for (char c = 0; c < ATOM.length; c++) {
            ATOM[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
        }
    }

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        if (to - from > MAX) {
            return FieldReason.TOO_LONG.status();
        }
        final int local = localBytes(src, from, to, dst, dstOff);
        if (local < 0 || !isDomain(src, from + local + 1, to, dst, dstOff + local + 1)) {
            return FieldReason.NOT_AN_EMAIL.status();
        }
        dst[dstOff + local] = '@';
        return to - from;
    }

    private static int localBytes(final byte[] src, final int from, final int to, final byte[] dst,
                                  final int dstOff) {
        boolean dot = true;
        for (int i = from; i < to; i++) {
            final byte b = Ascii.lower(src[i]);
            if (b == '@') {
                return dot || i - from > LOCAL_MAX ? -1 : i - from;
            }
            if (b == '.' ? dot : b < 0 || !ATOM[b]) {
                return -1;
            }
            dot = b == '.';
            dst[dstOff + i - from] = b;
        }
        return -1;
    }

    /** Labels of letters, digits and inner hyphens; at least two; the last one not a number. */
    private static boolean isDomain(final byte[] src, final int from, final int to, final byte[] dst,
                                    final int dstOff) {
        int labels = 0;
        int start = from;
        boolean letters = false;
        for (int i = from; i <= to; i++) {
            if (i == to || src[i] == '.') {
                final int size = i - start;
                if (size < 1 || size > LABEL_MAX || src[start] == '-' || src[i - 1] == '-') {
                    return false;
                }
                labels++;
                if (i < to) {
                    dst[dstOff + i - from] = '.';
                    start = i + 1;
                    letters = false;
                }
            } else {
                final byte b = Ascii.lower(src[i]);
                if (!Ascii.isLetter(b) && !Ascii.isDigit(b) && b != '-') {
                    return false;
                }
                letters |= !Ascii.isDigit(b);
                dst[dstOff + i - from] = b;
            }
        }
        return labels >= 2 && letters;
    }
}
