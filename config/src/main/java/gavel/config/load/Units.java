package gavel.config.load;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values with their units, from text and back. Stateless; any thread. Money and shares are exact, never floating. */
final class Units {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)(ns|us|ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(B|KiB|MiB|GiB)");
    private static final Pattern SHARE = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,4})?)%");
    private static final Pattern MONEY = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?) ([A-Z]{3})");
    private static final Map<String, Long> NANOS = Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L,
            "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L, "d", 86_400_000_000_000L);
    private static final Map<String, Long> BYTES = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal PPM_OF_PERCENT = BigDecimal.valueOf(10_000);

    /** An amount and the currency that it was written with. */
    record Money(long micros, String currency) {
    }

    private Units() {
    }

    static OptionalLong durationNs(final String text) {
        final Matcher matcher = DURATION.matcher(text);
        return matcher.matches() ? scaled(matcher.group(1), NANOS.get(matcher.group(2))) : OptionalLong.empty();
    }

    static OptionalLong sizeBytes(final String text) {
        final Matcher matcher = SIZE.matcher(text);
        return matcher.matches() ? scaled(matcher.group(1), BYTES.get(matcher.group(2))) : OptionalLong.empty();
    }

    static OptionalLong sharePpm(final String text) {
        final Matcher matcher = SHARE.matcher(text);
        return matcher.matches()
                ? OptionalLong.of(new BigDecimal(matcher.group(1)).multiply(PPM_OF_PERCENT).longValueExact())
                : OptionalLong.empty();
    }

    static Optional<Money> money(final String text) {
        final Matcher matcher = MONEY.matcher(text);
        return matcher.matches()
                ? Optional.of(new Money(new BigDecimal(matcher.group(1)).multiply(MICROS).longValueExact(),
                        matcher.group(2)))
                : Optional.empty();
    }

    private static OptionalLong scaled(final String number, final long unit) {
        final BigDecimal value = new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).stripTrailingZeros();
        return value.scale() > 0 || value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? OptionalLong.empty() : OptionalLong.of(value.longValueExact());
    }

    static String duration(final long ns) {
        return largest(ns, NANOS, "ns");
    }

    static String size(final long bytes) {
        return largest(bytes, BYTES, "B");
    }

    static String money(final long micros, final String currency) {
        BigDecimal amount = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        if (amount.scale() < 2) {
            amount = amount.setScale(2);
        }
        return amount.toPlainString() + " " + currency;
    }

    static String share(final long ppm) {
        return BigDecimal.valueOf(ppm, 4).stripTrailingZeros().toPlainString() + "%";
    }

    /** In the largest unit that needs no fraction. */
    private static String largest(final long value, final Map<String, Long> units, final String smallest) {
        final Map<Long, String> bySize = new TreeMap<>();
        units.forEach((name, unit) -> bySize.put(-unit, name));
        for (final Map.Entry<Long, String> unit : bySize.entrySet()) {
            if (value != 0 && value % unit.getKey() == 0) {
                return value / -unit.getKey() + unit.getValue();
            }
        }
        return value + smallest;
    }
}
