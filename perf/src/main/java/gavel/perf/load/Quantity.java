package gavel.perf.load;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads quantities that carry their unit, as the command line and goals state them, and money as it is on the wire.
 * Stateless.
 */
public final class Quantity {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*([a-zA-Z/%]*)");
    private static final Pattern MONEY = Pattern.compile("\\d{1,12}(?:\\.\\d{1,6})?");
    private static final int MICRO_DIGITS = 6;

    private Quantity() {
    }

    /** Leads per second: {@code 500/s}, {@code 1200/min}; a bare {@code 500} is by the second. */
    public static double perSecond(final String text) {
        final Matcher match = match(text, "a rate like 500/s or 1200/min");
        final double number = Double.parseDouble(match.group(1));
        return switch (match.group(2)) {
            case "", "/s" -> number;
            case "/min" -> number / 60;
            default -> throw new IllegalArgumentException("'" + text + "' is not a rate like 500/s or 1200/min");
        };
    }

    /** Nanoseconds: {@code 250us}, {@code 1.5ms}, {@code 20s}, {@code 2m}, {@code 1h}. */
    public static long durationNs(final String text) {
        final Matcher match = match(text, "a duration like 150ms or 20s");
        final long unitNs = switch (match.group(2)) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m", "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> throw new IllegalArgumentException("'" + text + "' is not a duration like 150ms or 20s");
        };
        return new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(unitNs))
            .setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /** A share of one: {@code 20%} is 0.2. */
    public static double share(final String text) {
        final Matcher match = match(text, "a share like 20%");
        final double number = Double.parseDouble(match.group(1));
        if (!"%".equals(match.group(2)) || number > 100) {
            throw new IllegalArgumentException("'" + text + "' is not a share like 20%");
        }
        return number / 100;
    }

    /** Micro-units of a decimal string such as {@code 12.50}; more than six decimals are an error, not a rounding. */
    public static long micros(final String text) {
        if (!MONEY.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not an amount like 12.50");
        }
        return new BigDecimal(text).movePointRight(MICRO_DIGITS).longValueExact();
    }

    /** The decimal string of micro-units, with two decimals at least. */
    public static String decimal(final long micros) {
        final BigDecimal exact = BigDecimal.valueOf(micros, MICRO_DIGITS).stripTrailingZeros();
        return exact.setScale(Math.max(2, exact.scale())).toPlainString();
    }

    private static Matcher match(final String text, final String expected) {
        final Matcher match = NUMBER_AND_UNIT.matcher(text.trim());
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not " + expected);
        }
        return match;
    }
}
