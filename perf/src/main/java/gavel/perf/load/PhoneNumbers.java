package gavel.perf.load;

import java.util.Arrays;

/**
 * Ten-digit US numbers that a validator takes, each one different from all the others of its seed.
 * Immutable.
 *
 * <p>Number n is a bijection of n onto the whole space (about 4 billion), so nothing repeats before that is used up.
 * Left out: N11 and N9X areas, 37X and 96X (kept for expansion), toll-free and 900, 555 as an area and as an
 * exchange, N11 exchanges, 950 and 976.
 */
final class PhoneNumbers {
    private static final int LINES = 10_000;
    private static final int[] AREAS = select(true);
    private static final int[] EXCHANGES = select(false);
    private static final long SPACE = (long) AREAS.length * EXCHANGES.length * LINES;
    private static final long STEP = coprimeStep();

    private final long offset;

    PhoneNumbers(final long seed) {
        offset = Long.remainderUnsigned(SplitMix64.hash(seed, SplitMix64.PHONE, 0), SPACE);
    }

    /** The ten digits of number n, n from 0. */
    String digits(final long n) {
        final long index = Math.floorMod(offset + n % SPACE * STEP, SPACE);
        final int line = (int) (index % LINES);
        final int exchange = EXCHANGES[(int) (index / LINES % EXCHANGES.length)];
        final int area = AREAS[(int) (index / LINES / EXCHANGES.length)];
        final long all = area * 10_000_000L + exchange * (long) LINES + line;
        return Long.toString(all);
    }

    private static int[] select(final boolean isArea) {
        final int[] selected = new int[800];
        int count = 0;
        for (int code = 200; code <= 999; code++) {
            if (isArea ? isArea(code) : isExchange(code)) {
                selected[count++] = code;
            }
        }
        return Arrays.copyOf(selected, count);
    }

    private static boolean isArea(final int code) {
        final int tens = code / 10 % 10;
        final boolean isTollFree = code >= 800 && code < 900 && (code == 800 || tens == code % 10);
        final boolean isKept = tens == 9 || code / 10 == 37 || code / 10 == 96;
        return code % 100 != 11 && !isTollFree && !isKept && code != 900 && code != 555;
    }

    private static boolean isExchange(final int code) {
        return code % 100 != 11 && code != 555 && code != 950 && code != 976;
    }

    /**
     * A step without a common divisor visits the whole space; 2,654,435 or a little more keeps neighbours apart.
     * {@code n * STEP} stays below 2^63, because n is below {@code SPACE}.
     */
    private static long coprimeStep() {
        long step = 2_654_435L;
        while (gcd(step, SPACE) != 1) {
            step++;
        }
        return step;
    }

    private static long gcd(final long a, final long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
