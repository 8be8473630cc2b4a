package gavel.config.field;

/**
 * Decimal of at most six places, held in millionths; the normal form has no trailing zeros. Immutable; any thread.
 */
final class DecimalCheck extends FieldCheck {
    private static final long MILLION = 1_000_000L;
    private static final int PLACES = 6;

    private final long minMillionths;
    private final long maxMillionths;

    DecimalCheck(final long minMillionths, final long maxMillionths) {
        this.minMillionths = minMillionths;
        this.maxMillionths = maxMillionths;
    }

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        final boolean negative = src[from] == '-';
        final int first = negative ? from + 1 : from;
        int point = -1;
        for (int i = first; i < to; i++) {
            if (src[i] == '.' && point < 0) {
                point = i;
            } else if (!Ascii.isDigit(src[i])) {
                return FieldReason.NOT_A_NUMBER.status();
            }
        }
        final int wholeEnd = point < 0 ? to : point;
        if (wholeEnd == first || point == to - 1) {
            return FieldReason.NOT_A_NUMBER.status();
        }
        int end = to;
        while (point >= 0 && end > point + 1 && src[end - 1] == '0') {
            end--;
        }
        if (point >= 0 && end - point - 1 > PLACES) {
            return FieldReason.NOT_A_NUMBER.status();
        }
        long value = 0;
        boolean overflow = false;
        final int scaledEnd = wholeEnd + PLACES;
        for (int i = first; i < scaledEnd; i++) {
            final int digit = i < wholeEnd ? src[i] - '0' : i + 1 < end && point >= 0 ? src[i + 1] - '0' : 0;
            overflow |= value < (Long.MIN_VALUE + digit) / 10;
            value = value * 10 - digit;
        }
        overflow |= !negative && value == Long.MIN_VALUE;
        final long signed = negative ? value : -value;
        if (overflow || signed < minMillionths || signed > maxMillionths) {
            return FieldReason.OUT_OF_RANGE.status();
        }
        put(number, signed);
        return putDecimal(dst, dstOff, signed);
    }

    private static int putDecimal(final byte[] dst, final int dstOff, final long millionths) {
        int at = dstOff;
        if (millionths < 0) {
            dst[at++] = '-';
        }
        at += Ascii.putLong(dst, at, Math.abs(millionths / MILLION));
        long fraction = Math.abs(millionths % MILLION);
        if (fraction != 0) {
            dst[at++] = '.';
            for (long unit = MILLION / 10; fraction != 0; unit /= 10) {
                dst[at++] = (byte) ('0' + fraction / unit);
                fraction %= unit;
            }
        }
        return at - dstOff;
    }
}
