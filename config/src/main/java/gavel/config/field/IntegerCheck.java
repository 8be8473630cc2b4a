package gavel.config.field;

/** Whole number of 64 bits; the normal form has no leading zeros. Immutable; any thread. */
final class IntegerCheck extends FieldCheck {
    private final long min;
    private final long max;

    IntegerCheck(final long min, final long max) {
        this.min = min;
        this.max = max;
    }

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        final boolean negative = src[from] == '-';
        final int first = negative ? from + 1 : from;
        if (first == to) {
            return FieldReason.NOT_A_NUMBER.status();
        }
        long value = 0;
        boolean overflow = false;
        for (int i = first; i < to; i++) {
            if (!Ascii.isDigit(src[i])) {
                return FieldReason.NOT_A_NUMBER.status();
            }
            final int digit = src[i] - '0';
            // Counted down from zero, because Long.MIN_VALUE has no positive twin.
            overflow |= value < (Long.MIN_VALUE + digit) / 10;
            value = value * 10 - digit;
        }
        overflow |= !negative && value == Long.MIN_VALUE;
        final long signed = negative ? value : -value;
        if (overflow || signed < min || signed > max) {
            return FieldReason.OUT_OF_RANGE.status();
        }
        put(number, signed);
        return Ascii.putLong(dst, dstOff, signed);
    }
}
