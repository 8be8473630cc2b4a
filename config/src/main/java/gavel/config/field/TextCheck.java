package gavel.config.field;

/**
 * Free text: valid UTF-8 without control characters, its length in characters (code points). Immutable; any thread.
 *
 * <p>A sentence of consent may have line breaks and tabs, because it is evidence and has to stay as it was shown.
 */
final class TextCheck extends FieldCheck {
    private static final int BAD = -1;

    private final long minChars;
    private final long maxChars;
    private final boolean lines;

    TextCheck(final long minChars, final long maxChars, final boolean lines) {
        this.minChars = minChars;
        this.maxChars = maxChars;
        this.lines = lines;
    }

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        long chars = 0;
        boolean control = false;
        for (int at = from; at < to; chars++) {
            final byte b = src[at];
            if (b >= 0) {
                control |= b < ' ' && !(lines && (b == '\n' || b == '\r' || b == '\t')) || b == 0x7f;
                at++;
            } else {
                final int size = sequenceBytes(src, at, to);
                if (size == BAD) {
                    return FieldReason.NOT_UTF_8.status();
                }
                control |= b == (byte) 0xc2 && (src[at + 1] & 0xff) < 0xa0;
                at += size;
            }
        }
        if (control) {
            return FieldReason.CONTROL_CHARACTER.status();
        }
        if (chars < minChars) {
            return FieldReason.TOO_SHORT.status();
        }
        if (chars > maxChars) {
            return FieldReason.TOO_LONG.status();
        }
        return copy(src, from, to, dst, dstOff);
    }

    /** Length of the sequence that begins at {@code at}, by table 3-7 of the Unicode standard, or {@code BAD}. */
    private static int sequenceBytes(final byte[] src, final int at, final int to) {
        final int lead = src[at] & 0xff;
        final int second = at + 1 < to ? src[at + 1] & 0xff : 0;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return isTail(second) ? 2 : BAD;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            final boolean fits = lead == 0xe0 ? second >= 0xa0 : lead != 0xed || second <= 0x9f;
            return fits && isTail(second) && at + 2 < to && isTail(src[at + 2] & 0xff) ? 3 : BAD;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            final boolean fits = lead == 0xf0 ? second >= 0x90 : lead != 0xf4 || second <= 0x8f;
            return fits && isTail(second) && at + 3 < to && isTail(src[at + 2] & 0xff) && isTail(src[at + 3] & 0xff)
                    ? 4 : BAD;
        }
        return BAD;
    }

    private static boolean isTail(final int b) {
        return b >= 0x80 && b <= 0xbf;
    }
}
