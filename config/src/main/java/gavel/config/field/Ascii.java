package gavel.config.field;

/** Classes of single bytes, and numbers as digits. Stateless; any thread. */
final class Ascii {
    private Ascii() {
    }

    static boolean isSpace(final byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }

    static boolean isDigit(final byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isLetter(final byte b) {
        final int lower = b | 0x20;
        return b > 0 && lower >= 'a' && lower <= 'z';
    }

    static byte lower(final byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    static byte upper(final byte b) {
        return b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
    }

    /** Whether {@code src[from, to)} is {@code lowerWord} without regard to case. */
    static boolean isWord(final byte[] src, final int from, final int to, final byte[] lowerWord) {
        if (to - from != lowerWord.length) {
            return false;
        }
        for (int i = 0; i < lowerWord.length; i++) {
            if (lower(src[from + i]) != lowerWord[i]) {
                return false;
            }
        }
        return true;
    }

    /** Writes a number in decimal and returns how many bytes it took. */
    static int putLong(final byte[] dst, final int dstOff, final long value) {
        int at = dstOff;
        if (value < 0) {
            dst[at++] = '-';
        }
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            dst[i] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        return at + digits - dstOff;
    }
}
