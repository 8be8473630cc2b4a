package gavel.perf.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.HdrHistogram.Histogram;

/**
 * A limit that a run must keep: {@code response.p99<=150ms}, {@code added.p99.9<=10ms}, {@code errors<=0.1%},
 * {@code sold>=20%}.
 * Immutable.
 *
 * @param metric response, service, sendlag or added with a percentile; or errors, or an outcome, as a share
 * @param limit  microseconds, or a share of one
 */
public record Goal(String text, String metric, Percentile percentile, boolean isUpper, double limit) {
    private static final Pattern FORM =
        Pattern.compile("([a-z_]+)(?:\\.(p50|p90|p99\\.9|p99|max))?\\s*(<=|>=)\\s*(.+)");

    /** How it came out. */
    public record Check(Goal goal, boolean isKept, String measured) {
    }

    /** Reads a goal; a wrong one is an {@link IllegalArgumentException} that says what is wrong. */
    public static Goal parse(final String text) {
        final Matcher match = FORM.matcher(text.trim());
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a goal like response.p99<=150ms or errors<=0.1%");
        }
        final String metric = match.group(1);
        final boolean isUpper = "<=".equals(match.group(3));
        if (match.group(2) == null) {
            if (!"errors".equals(metric)) {
                outcome(metric);
            }
            return new Goal(text.trim(), metric, null, isUpper, Quantity.share(match.group(4)));
        }
        if (!metric.matches("response|service|sendlag|added")) {
            throw new IllegalArgumentException("'" + metric + "' is none of response service sendlag added");
        }
        return new Goal(text.trim(), metric, Percentile.named(match.group(2)), isUpper,
            Quantity.durationNs(match.group(4)) / 1e3);
    }

    /** Holds a result against it; what was not measured is not kept. */
    Check check(final LoadResult result, final Histogram added) {
        if (percentile == null) {
            final Tally tally = result.measured();
            final long count = "errors".equals(metric) ? tally.errors() : tally.count(outcome(metric));
            final double share = tally.leads() == 0 ? Double.NaN : (double) count / tally.leads();
            return new Check(this, isKept(share), String.format("%.3f%%", share * 100));
        }
        final Histogram histogram = switch (metric) {
            case "response" -> result.latency().response();
            case "service" -> result.latency().service();
            case "sendlag" -> result.latency().sendLag();
            default -> added;
        };
        if (histogram == null || histogram.getTotalCount() == 0) {
            return new Check(this, false, "not measured");
        }
        final long valueUs = percentile.of(histogram);
        return new Check(this, isKept(valueUs), String.format("%.3fms", valueUs / 1e3));
    }

    private boolean isKept(final double value) {
        return isUpper ? value <= limit : value >= limit;
    }

    private static Outcome outcome(final String key) {
        for (final Outcome outcome : Outcome.values()) {
            if (outcome.key().equals(key)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("'" + key + "' is neither errors nor an outcome such as sold or timeout");
    }
}
