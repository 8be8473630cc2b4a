package gavel.config.field;

/**
 * US ZIP code (ZIP+4 is cut to five digits) or Canadian postal code (upper case, without the space). Immutable; any
 * thread.
 */
final class ZipCheck extends FieldCheck {
    private static final int ZIP_DIGITS = 5;
    private static final int ZIP_PLUS_FOUR = 10;
    private static final int POSTAL_CODE = 6;

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        final int len = to - from;
        if (Ascii.isDigit(src[from])) {
            final boolean plusFour = len == ZIP_PLUS_FOUR && src[from + ZIP_DIGITS] == '-'
                    && isDigits(src, from + ZIP_DIGITS + 1, to);
            if ((len == ZIP_DIGITS || plusFour) && isDigits(src, from, from + ZIP_DIGITS)) {
                return copy(src, from, from + ZIP_DIGITS, dst, dstOff);
            }
            return FieldReason.NOT_A_ZIP.status();
        }
        final boolean gap = len == POSTAL_CODE + 1 && (src[from + 3] == ' ' || src[from + 3] == '-');
        if (len != POSTAL_CODE && !gap) {
            return FieldReason.NOT_A_ZIP.status();
        }
        for (int i = 0; i < POSTAL_CODE; i++) {
            final byte b = Ascii.upper(src[from + i + (gap && i >= 3 ? 1 : 0)]);
            if (i % 2 == 0 ? !isPostalLetter(b, i == 0) : !Ascii.isDigit(b)) {
                return FieldReason.NOT_A_ZIP.status();
            }
            dst[dstOff + i] = b;
        }
        return POSTAL_CODE;
    }

    private static boolean isDigits(final byte[] src, final int from, final int to) {
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(src[i])) {
                return false;
            }
        }
        return true;
    }

    /** Canada Post uses no D, F, I, O, Q, U, and no W or Z in the first place. */
    private static boolean isPostalLetter(final byte b, final boolean first) {
        if (b < 'A' || b > 'Z' || b == 'D' || b == 'F' || b == 'I' || b == 'O' || b == 'Q' || b == 'U') {
            return false;
        }
        return !first || b != 'W' && b != 'Z';
    }
}
