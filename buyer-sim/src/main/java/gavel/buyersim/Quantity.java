package gavel.buyersim;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values with units as people write them: {@code 8ms}, {@code 70%}, {@code 7.50}. Stateless, any thread; what can't be
 * read is an {@link IllegalArgumentException} whose message is the sentence to show.
 */
final class Quantity {
    static final long MICROS_PER_CENT = 10_000;
    static final long MAX_DURATION_NS = 86_400_000_000_000L;
    static final long MAX_PRICE_MICROS = 1_000_000_000_000L;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ns|us|ms|s|m|h)");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?)%");
    private static final Pattern MONEY = Pattern.compile("\\d{1,12}(?:\\.\\d{1,6})?");

    private Quantity() {
    }

    static long durationNs(final String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a duration with its unit, such as 80ms or 2s, found \""
                + text + "\"");
        }
        long factor = switch (matcher.group(2)) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
        BigDecimal ns = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(factor));
        if (ns.compareTo(BigDecimal.valueOf(MAX_DURATION_NS)) > 0) {
            throw new IllegalArgumentException("a duration is at most 24h, found \"" + text + "\"");
        }
        return ns.longValue();
    }

    /** A share in parts per million, so that 0.0001% is the smallest. */
    static long sharePpm(final String text) {
        Matcher matcher = SHARE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a share with its unit, such as 70% or 0.5%, found \""
                + text + "\"");
        }
        long ppm = new BigDecimal(matcher.group(1)).movePointRight(4).longValueExact();
        if (ppm > 1_000_000) {
            throw new IllegalArgumentException("a share is at most 100%, found \"" + text + "\"");
        }
        return ppm;
    }

    static long priceMicros(final String text) {
        if (!MONEY.matcher(text).matches()) {
            throw new IllegalArgumentException("expected an amount such as 7.50, found \"" + text + "\"");
        }
        BigDecimal micros = new BigDecimal(text).movePointRight(6);
        if (micros.compareTo(BigDecimal.valueOf(MAX_PRICE_MICROS)) > 0) {
            throw new IllegalArgumentException("an amount is at most 1000000.00, found \"" + text + "\"");
        }
        return micros.longValueExact();
    }

    /** A decimal string with at least two decimals and no more than are needed. */
    static String amount(final long micros) {
        long whole = Math.abs(micros / 1_000_000);
        long rest = Math.abs(micros % 1_000_000);
        String decimals = String.format("%06d", rest);
        int end = 6;
        while (end > 2 && decimals.charAt(end - 1) == '0') {
            end--;
        }
        return (micros < 0 ? "-" : "") + whole + '.' + decimals.substring(0, end);
    }
}
