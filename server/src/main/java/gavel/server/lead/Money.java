package gavel.server.lead;

import gavel.server.http.Bytes;

import java.nio.charset.StandardCharsets;

/** Amounts between decimal text and micro-units; never through a double. Stateless; any thread. */
public final class Money {
    /** Micro-units of one unit. */
    public static final long UNIT_MICROS = 1_000_000L;
    /** Largest amount on the wire: a billion units. */
    public static final long MICROS_MAX = 1_000_000_000L * UNIT_MICROS;
    /** The text is not an amount. */
    public static final long NOT_MONEY = -1;
    /** Longest printed amount. */
    public static final int PRINTED_MAX_BYTES = 24;
    private static final int PLACES = 6;

    private Money() {
    }

    /**
     * Reads digits with at most six places after a dot, such as {@code 12.5}.
     *
     * @return micro-units from 0 to MICROS_MAX, or NOT_MONEY.
     */
    public static long parse(final byte[] source, final int offset, final int length) {
        long micros = 0;
        int places = -1;
        int digits = 0;
        for (int i = offset; i < offset + length; i++) {
            final int digit = source[i] - '0';
            if (digit >= 0 && digit <= 9) {
                if (places == PLACES || micros > MICROS_MAX) {
                    return NOT_MONEY;
                }
                micros = micros * 10 + digit;
                digits++;
                places = places < 0 ? places : places + 1;
            } else if (source[i] == '.' && places < 0 && digits > 0) {
                places = 0;
                digits = 0;
            } else {
                return NOT_MONEY;
            }
        }
        if (digits == 0) {
            return NOT_MONEY;
        }
        for (int i = Math.max(places, 0); i < PLACES; i++) {
            micros *= 10;
            if (micros > MICROS_MAX) {
                return NOT_MONEY;
            }
        }
        return micros > MICROS_MAX ? NOT_MONEY : micros;
    }

    /** As {@link #print}, for what is not in a hurry and may be negative. */
    public static String text(final long micros) {
        final byte[] target = new byte[PRINTED_MAX_BYTES];
        return (micros < 0 ? "-" : "") + new String(target, 0, print(target, 0, Math.abs(micros)),
                StandardCharsets.US_ASCII);
    }

    /** Prints an amount that is not negative with at least two places; returns the end. */
    public static int print(final byte[] target, final int offset, final long micros) {
        int end = Bytes.printLong(target, offset, micros / UNIT_MICROS);
        target[end++] = '.';
        long rest = micros % UNIT_MICROS;
        long unit = UNIT_MICROS / 10;
        for (int place = 0; place < 2 || rest > 0; place++) {
            target[end++] = (byte) ('0' + rest / unit);
            rest %= unit;
            unit /= 10;
        }
        return end;
    }
}
