package gavel.server.http;

import java.nio.charset.StandardCharsets;

/** Comparing, finding and printing in byte arrays without making objects. Stateless; any thread. */
public final class Bytes {
    private Bytes() {
    }

    /** The ASCII bytes of a text. */
    public static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the bytes at {@code offset} are {@code expected}, no more and no less. */
    public static boolean equal(final byte[] source, final int offset, final int length, final byte[] expected) {
        if (length != expected.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (source[offset + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #equal}, where {@code lowerCase} is lower-case ASCII and the source may be in any case. */
    public static boolean equalIgnoreCase(final byte[] source, final int offset, final int length,
                                          final byte[] lowerCase) {
        if (length != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(source[offset + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a header's value, a list with commas, has the element {@code lowerCase}, in any case. */
    public static boolean isListed(final byte[] source, final int offset, final int length, final byte[] lowerCase) {
        int from = offset;
        for (int i = offset; i <= offset + length; i++) {
            if (i < offset + length && source[i] != ',') {
                continue;
            }
            int to = i;
            while (from < to && isBlank(source[from])) {
                from++;
            }
            while (to > from && isBlank(source[to - 1])) {
                to--;
            }
            if (equalIgnoreCase(source, from, to - from, lowerCase)) {
                return true;
            }
            from = i + 1;
        }
        return false;
    }

    /** Whether it is what may stand around a header's value: a space or a tab. */
    public static boolean isBlank(final byte value) {
        return value == ' ' || value == '\t';
    }

    /** An ASCII letter in lower case, anything else as it is. */
    public static byte lower(final byte value) {
        return value >= 'A' && value <= 'Z' ? (byte) (value + 32) : value;
    }

    /** Index of a byte in [from, to), or -1. */
    public static int indexOf(final byte[] source, final int from, final int to, final byte wanted) {
        for (int i = from; i < to; i++) {
            if (source[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** A run of decimal digits as a number, or -1 when it is empty, has another byte or is longer than 18 digits. */
    public static long parseDigits(final byte[] source, final int offset, final int length) {
        if (length == 0 || length > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            final int digit = source[offset + i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Value of a hexadecimal digit, or -1. */
    public static int hex(final byte digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        final int letter = lower(digit) - 'a';
        return letter >= 0 && letter < 6 ? letter + 10 : -1;
    }

    /** Prints a number that is not negative in decimal; returns the end. */
    public static int printLong(final byte[] target, final int offset, final long value) {
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = offset + digits - 1; i >= offset; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return offset + digits;
    }

    /** Copies the whole of {@code source}; returns the end. */
    public static int put(final byte[] target, final int offset, final byte[] source) {
        System.arraycopy(source, 0, target, offset, source.length);
        return offset + source.length;
    }
}
