package gavel.server.admin;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

import java.math.BigDecimal;
import java.util.Locale;

/** Writes the text format of Prometheus, version 0.0.4. One thread. */
final class MetricsText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    /** Upper bounds of the buckets, microseconds; finer means more series for whoever scrapes. */
    static final long[] BOUNDS_US = {25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000,
        250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000};
    private static final int MICRO_DIGITS = 6;

    private final StringBuilder out = new StringBuilder();
    private String name;

    /** Begins a metric; its samples follow. */
    MetricsText begin(final String newName, final Metric.Type type, final String sentence) {
        name = newName;
        out.append("# HELP ").append(name).append(' ').append(sentence).append('\n').append("# TYPE ").append(name)
                .append(' ').append(type.name().toLowerCase(Locale.ROOT)).append('\n');
        return this;
    }

    MetricsText begin(final Metric metric) {
        return begin(metric.label(), metric.type(), metric.sentence());
    }

    /** One sample. */
    MetricsText sample(final long value, final String... namesAndValues) {
        return line("", Long.toString(value), namesAndValues);
    }

    /** A metric with one sample. */
    MetricsText one(final Metric metric, final long value) {
        return begin(metric).sample(value);
    }

    MetricsText one(final Metric metric, final boolean value) {
        return one(metric, value ? 1 : 0);
    }

    /** A metric with one sample, in seconds. */
    MetricsText ms(final Metric metric, final long valueMs) {
        begin(metric);
        return line("", decimal(valueMs * 1000));
    }

    /** One sample, in microseconds; said in seconds. */
    MetricsText us(final long valueUs, final String... namesAndValues) {
        return line("", decimal(valueUs), namesAndValues);
    }

    /** One sample, in millionths. */
    MetricsText share(final long ppm, final String... namesAndValues) {
        return line("", decimal(ppm), namesAndValues);
    }

    /** One sample, in micro-units of money. */
    MetricsText money(final long micros, final String... namesAndValues) {
        return line("", decimal(micros), namesAndValues);
    }

    /** Times of one thing, given in microseconds. */
    MetricsText times(final Histogram histogram, final String... namesAndValues) {
        final long[] counts = new long[BOUNDS_US.length];
        long count = 0;
        long sumUs = 0;
        for (final HistogramIterationValue value : histogram.recordedValues()) {
            final long us = histogram.lowestEquivalentValue(value.getValueIteratedTo());
            final long times = value.getCountAddedInThisIterationStep();
            int bucket = 0;
            while (bucket < counts.length && us > BOUNDS_US[bucket]) {
                bucket++;
            }
            if (bucket < counts.length) {
                counts[bucket] += times;
            }
            count += times;
            sumUs += times * histogram.medianEquivalentValue(us);
        }
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            below += counts[i];
            bucket(decimal(BOUNDS_US[i]), below, namesAndValues);
        }
        bucket("+Inf", count, namesAndValues);
        line("_sum", decimal(sumUs), namesAndValues);
        return line("_count", Long.toString(count), namesAndValues);
    }

    private void bucket(final String bound, final long count, final String... namesAndValues) {
        final String[] labels = java.util.Arrays.copyOf(namesAndValues, namesAndValues.length + 2);
        labels[namesAndValues.length] = "le";
        labels[namesAndValues.length + 1] = bound;
        line("_bucket", Long.toString(count), labels);
    }

    private MetricsText line(final String suffix, final String value, final String... namesAndValues) {
        out.append(name).append(suffix);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.append(i == 0 ? '{' : ',').append(namesAndValues[i]).append("=\"")
                    .append(escaped(namesAndValues[i + 1])).append('"');
        }
        out.append(namesAndValues.length > 0 ? "} " : " ").append(value).append('\n');
        return this;
    }

    private static String escaped(final String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String decimal(final long millionths) {
        return millionths == 0 ? "0"
                : BigDecimal.valueOf(millionths, MICRO_DIGITS).stripTrailingZeros().toPlainString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
