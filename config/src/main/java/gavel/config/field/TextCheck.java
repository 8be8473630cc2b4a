package gavel.config.field;

/**
 * Free text: valid UTF-8 without control characters, its length in characters (code points). Immutable; any thread.
 *
 * <p>A sentence of consent may have line breaks and tabs, because it is evidence and has to stay as it was shown.
 */
final class TextCheck extends FieldCheck {
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
                final int size = Utf8.size(src, at, to);
                if (size == Utf8.BAD) {
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
}
