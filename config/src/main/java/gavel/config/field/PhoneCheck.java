package gavel.config.field;

/**
 * Phone number, in E.164. Immutable; any thread.
 *
 * <p>Ten digits, or eleven that begin with 1, are North American: area and exchange codes begin with 2 to 9 and no
 * area code is N11. With {@code +} and another country code, 8 to 15 digits. Space, {@code - . ( )} may separate.
 */
final class PhoneCheck extends FieldCheck {
    private static final int NANP_DIGITS = 10;
    private static final int MIN_DIGITS = 8;
    private static final int MAX_DIGITS = 15;

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        final boolean plus = src[from] == '+';
        dst[dstOff] = '+';
        // One place is kept free before the digits, for the country code of a number that came without.
        final int first = dstOff + 2;
        int digits = 0;
        for (int i = plus ? from + 1 : from; i < to; i++) {
            final byte b = src[i];
            if (Ascii.isDigit(b)) {
                if (digits == MAX_DIGITS) {
                    return FieldReason.NOT_A_PHONE.status();
                }
                dst[first + digits++] = b;
            } else if (b != ' ' && b != '-' && b != '.' && b != '(' && b != ')') {
                return FieldReason.NOT_A_PHONE.status();
            }
        }
        if (digits == NANP_DIGITS + 1 && dst[first] == '1') {
            return isNorthAmerican(dst, first + 1) ? shift(dst, dstOff, digits) : FieldReason.NOT_A_PHONE.status();
        }
        if (!plus) {
            if (digits != NANP_DIGITS || !isNorthAmerican(dst, first)) {
                return FieldReason.NOT_A_PHONE.status();
            }
            dst[dstOff + 1] = '1';
            return 2 + NANP_DIGITS;
        }
        if (digits < MIN_DIGITS || dst[first] == '0' || dst[first] == '1') {
            return FieldReason.NOT_A_PHONE.status();
        }
        return shift(dst, dstOff, digits);
    }

    private static boolean isNorthAmerican(final byte[] digits, final int at) {
        return digits[at] >= '2' && digits[at + 3] >= '2' && !(digits[at + 1] == '1' && digits[at + 2] == '1');
    }

    private static int shift(final byte[] dst, final int dstOff, final int digits) {
        System.arraycopy(dst, dstOff + 2, dst, dstOff + 1, digits);
        return 1 + digits;
    }
}
