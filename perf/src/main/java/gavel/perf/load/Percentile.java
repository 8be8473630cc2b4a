package gavel.perf.load;

import java.util.LinkedHashMap;
import java.util.Map;

import org.HdrHistogram.Histogram;

/**
 * The points of a distribution that reports name.
 * Immutable.
 */
public enum Percentile {
    P50("p50", 50), P90("p90", 90), P99("p99", 99), P99_9("p99.9", 99.9), MAX("max", 100);

    private final String key;
    private final double percent;

    Percentile(final String key, final double percent) {
        this.key = key;
        this.percent = percent;
    }

    public String key() {
        return key;
    }

    public long of(final Histogram histogram) {
        return this == MAX ? histogram.getMaxValue() : histogram.getValueAtPercentile(percent);
    }

    /** All of them and the count, as a report has them. */
    public static Map<String, Object> all(final Histogram histogram) {
        final Map<String, Object> values = new LinkedHashMap<>();
        values.put("count", histogram.getTotalCount());
        for (final Percentile percentile : values()) {
            values.put(percentile.key, percentile.of(histogram));
        }
        return values;
    }

    static Percentile named(final String key) {
        for (final Percentile percentile : values()) {
            if (percentile.key.equals(key)) {
                return percentile;
            }
        }
        throw new IllegalArgumentException("'" + key + "' is none of p50 p90 p99 p99.9 max");
    }
}
