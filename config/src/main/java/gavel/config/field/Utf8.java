package gavel.config.field;

/** UTF-8 a character at a time, in byte arrays, without making objects. Stateless; any thread. */
public final class Utf8 {
    /** Not UTF-8. */
    public static final int BAD = -1;

    private Utf8() {
    }

    /** Length of the character that begins at {@code at}, by table 3-7 of the Unicode standard, or {@link #BAD}. */
    public static int size(final byte[] source, final int at, final int to) {
        final int lead = source[at] & 0xff;
        final int second = at + 1 < to ? source[at + 1] & 0xff : 0;
        if (lead < 0x80) {
            return 1;
        }
        if (lead >= 0xc2 && lead <= 0xdf) {
            return isTail(second) ? 2 : BAD;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            final boolean fits = lead == 0xe0 ? second >= 0xa0 : lead != 0xed || second <= 0x9f;
            return fits && isTail(second) && at + 2 < to && isTail(source[at + 2] & 0xff) ? 3 : BAD;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            final boolean fits = lead == 0xf0 ? second >= 0x90 : lead != 0xf4 || second <= 0x8f;
            return fits && isTail(second) && at + 3 < to && isTail(source[at + 2] & 0xff)
                    && isTail(source[at + 3] & 0xff) ? 4 : BAD;
        }
        return BAD;
    }

    /**
     * Whether it is a text that can be repeated in JSON, forms and XML: UTF-8 without control characters and without
     * U+FFFE and U+FFFF, which no XML may hold, not even as a reference.
     */
    public static boolean isText(final byte[] source, final int from, final int to) {
        int size;
        for (int at = from; at < to; at += size) {
            size = size(source, at, to);
            if (size == BAD || size == 1 && (source[at] < ' ' || source[at] == 127)
                    || size == 3 && isNoCharacter(source, at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNoCharacter(final byte[] source, final int at) {
        return source[at] == (byte) 0xef && source[at + 1] == (byte) 0xbf && (source[at + 2] & 0xfe) == 0xbe;
    }

    /** Writes a code point that is not half a surrogate pair; returns the end. */
    public static int put(final byte[] target, final int offset, final int point) {
        int out = offset;
        if (point < 0x80) {
            target[out++] = (byte) point;
        } else if (point < 0x800) {
            target[out++] = (byte) (0xC0 | point >> 6);
            target[out++] = (byte) (0x80 | point & 0x3F);
        } else if (point < 0x10000) {
            target[out++] = (byte) (0xE0 | point >> 12);
            target[out++] = (byte) (0x80 | point >> 6 & 0x3F);
            target[out++] = (byte) (0x80 | point & 0x3F);
        } else {
            target[out++] = (byte) (0xF0 | point >> 18);
            target[out++] = (byte) (0x80 | point >> 12 & 0x3F);
            target[out++] = (byte) (0x80 | point >> 6 & 0x3F);
            target[out++] = (byte) (0x80 | point & 0x3F);
        }
        return out;
    }

    private static boolean isTail(final int b) {
        return b >= 0x80 && b <= 0xbf;
    }
}
