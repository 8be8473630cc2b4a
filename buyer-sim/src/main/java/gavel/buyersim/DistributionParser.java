package gavel.buyersim;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads distributions as a script writes them: {@code lognormal(median 8ms, p99 40ms)}. Stateless, any thread; what
 * can't be read is an {@link IllegalArgumentException} whose message is the sentence to show.
 */
final class DistributionParser {
    /** No drawn latency is longer; a tail beyond a minute says nothing that a hang doesn't say. */
    static final long MAX_LATENCY_NS = 60_000_000_000L;
    private static final Pattern CALL = Pattern.compile("([a-z]+)\\s*\\(([^()]*)\\)");
    private static final String LATENCIES =
        "instant, fixed(2ms), uniform(5ms, 40ms), lognormal(median 8ms, p99 40ms) or pareto(min 5ms, p99 80ms)";
    private static final String PRICES =
        "fixed(7.50), uniform(1.00, 9.00) or lognormal(median 4.00, p95 12.00, cap 50.00)";

    private DistributionParser() {
    }

    /** The distribution of a latency, in nanoseconds. */
    static Distribution latency(final String text) {
        if (text.equals("instant")) {
            return Distribution.fixed(0, 1);
        }
        Matcher call = call(text, "a latency", LATENCIES);
        Arguments args = new Arguments(call.group(2), DistributionParser::latencyNs);
        switch (call.group(1)) {
            case "fixed":
                return Distribution.fixed(args.only(List.of("value"))[0], 1);
            case "uniform":
                long[] range = ordered(args.only(List.of("min", "max")), "max", "min");
                return Distribution.uniform(range[0], range[1], 1);
            case "lognormal":
                long[] body = growing(args.only(List.of("median", "p99")), "p99", "median");
                return Distribution.logNormalByP99(body[0], body[1], MAX_LATENCY_NS, 1);
            case "pareto":
                long[] tail = growing(args.only(List.of("min", "p99")), "p99", "min");
                return Distribution.pareto(tail[0], tail[1], MAX_LATENCY_NS, 1);
            default:
                throw new IllegalArgumentException("expected a latency: " + LATENCIES + ", found \"" + text + "\"");
        }
    }

    /** The distribution of a price, in micro-units, whole cents, at least one cent. */
    static Distribution price(final String text) {
        Matcher call = call(text, "a price", PRICES);
        Arguments args = new Arguments(call.group(2), DistributionParser::centsMicros);
        long cent = Quantity.MICROS_PER_CENT;
        switch (call.group(1)) {
            case "fixed":
                return Distribution.fixed(args.only(List.of("value"))[0], cent);
            case "uniform":
                long[] range = ordered(args.only(List.of("min", "max")), "max", "min");
                return Distribution.uniform(range[0], range[1], cent);
            case "lognormal":
                boolean isCapped = args.size() == 3;
                long[] body = growing(
                    args.only(isCapped ? List.of("median", "p95", "cap") : List.of("median", "p95")), "p95", "median");
                long cap = isCapped ? body[2] : Math.min(10 * body[1], Quantity.MAX_PRICE_MICROS);
                if (cap < body[1]) {
                    throw new IllegalArgumentException("cap must be at least p95");
                }
                return Distribution.logNormalByP95(body[0], body[1], cap, cent);
            default:
                throw new IllegalArgumentException("expected a price: " + PRICES + ", found \"" + text + "\"");
        }
    }

    private static Matcher call(final String text, final String what, final String shapes) {
        Matcher matcher = CALL.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected " + what + ": " + shapes + ", found \"" + text + "\"");
        }
        return matcher;
    }

    private static long latencyNs(final String text) {
        long ns = Quantity.durationNs(text);
        if (ns > MAX_LATENCY_NS) {
            throw new IllegalArgumentException("a latency is at most 60s, found \"" + text + "\"");
        }
        return ns;
    }

    private static long centsMicros(final String text) {
        long micros = Quantity.priceMicros(text);
        if (micros % Quantity.MICROS_PER_CENT != 0) {
            throw new IllegalArgumentException("a price is in whole cents, found \"" + text + "\"");
        }
        if (micros == 0) {
            throw new IllegalArgumentException("a price is at least 0.01, found \"" + text + "\"");
        }
        return micros;
    }

    private static long[] ordered(final long[] values, final String upper, final String lower) {
        if (values[1] < values[0]) {
            throw new IllegalArgumentException(upper + " must be at least " + lower);
        }
        return values;
    }

    private static long[] growing(final long[] values, final String upper, final String lower) {
        if (values[0] <= 0 || values[1] <= values[0]) {
            throw new IllegalArgumentException(upper + " must be greater than " + lower + ", and both above zero");
        }
        return values;
    }

    /** The arguments of one call, each with an optional label. Confined to one parse. */
    private static final class Arguments {
        private final String[] parts;
        private final ToLongFunction<String> reader;

        Arguments(final String text, final ToLongFunction<String> reader) {
            this.parts = text.isBlank() ? new String[0] : text.split(",", -1);
            this.reader = reader;
        }

        int size() {
            return parts.length;
        }

        long[] only(final List<String> labels) {
            if (parts.length != labels.size()) {
                throw new IllegalArgumentException("expected " + labels.size() + " value(s) in the brackets ("
                    + String.join(", ", labels) + "), found " + parts.length);
            }
            long[] values = new long[parts.length];
            for (int i = 0; i < parts.length; i++) {
                String[] words = parts[i].trim().split("\\s+");
                if (words.length > 2 || words.length == 2 && !words[0].equals(labels.get(i))) {
                    throw new IllegalArgumentException("expected \"" + labels.get(i) + " VALUE\", found \""
                        + parts[i].trim() + "\"");
                }
                values[i] = reader.applyAsLong(words[words.length - 1]);
            }
            return values;
        }
    }
}
