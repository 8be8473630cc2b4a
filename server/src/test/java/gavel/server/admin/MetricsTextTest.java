package gavel.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gavel.server.runtime.LoopHistogram;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** The text that Prometheus reads. */
final class MetricsTextTest {
    private static Histogram histogram() {
        return new Histogram(LoopHistogram.MAX_US, LoopHistogram.DIGITS);
    }

    @Test
    void shouldEscapeWhatStandsInLabels() {
        final String text = new MetricsText().begin(Metric.BUYER_PINGS).sample(3, "buyer", "a\"b\\c\nd", "status",
                "bid").toString();
        assertTrue(text.endsWith("{buyer=\"a\\\"b\\\\c\\nd\",status=\"bid\"} 3\n"), text);
    }

    @Test
    void shouldWriteSecondsWithoutExponents() {
        final Histogram histogram = histogram();
        histogram.recordValue(25);
        histogram.recordValue(LoopHistogram.MAX_US);
        final String text = new MetricsText().begin(Metric.LEAD).times(histogram).toString();
        assertTrue(text.contains("_bucket{le=\"0.000025\"} 1\n"), text);
        assertTrue(text.contains("_bucket{le=\"10\"} 1\n"), text);
        assertTrue(text.contains("_bucket{le=\"+Inf\"} 2\n"), text);
        assertTrue(text.contains("_count 2\n"), text);
    }

    /** Against the histogram's own count up to a value. */
    @Test
    void shouldCountAsTheHistogramDoes() {
        final Histogram histogram = histogram();
        final Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            histogram.recordValue((long) Math.exp(random.nextDouble() * 17));
        }
        final String text = new MetricsText().begin(Metric.LEAD).times(histogram).toString();
        final String[] lines = text.lines().filter(line -> line.contains("_bucket")).toArray(String[]::new);
        assertEquals(MetricsText.BOUNDS_US.length + 1, lines.length);
        for (int i = 0; i < MetricsText.BOUNDS_US.length; i++) {
            final long expected = histogram.getCountBetweenValues(0, MetricsText.BOUNDS_US[i]);
            assertTrue(lines[i].endsWith("} " + expected), lines[i] + " is not " + expected);
        }
    }
}
