package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapes, their bounds, and what is refused. */
class DistributionTest {
    private static final int DRAWS = 100_000;

    @Test
    void shouldAnswerAtOnceOrAfterAFixedTime() {
        assertEquals(0, DistributionParser.latency("instant").sample(123));
        assertEquals(2_000_000, DistributionParser.latency("fixed(2ms)").sample(123));
        assertEquals(7_500_000, DistributionParser.price("fixed(7.50)").sample(123));
    }

    @Test
    void shouldReachBothEndsOfAUniformRangeAndNothingBeyond() {
        Distribution price = DistributionParser.price("uniform(1.00, 1.03)");

        assertEquals(1_000_000, price.sample(0));
        assertEquals(1_030_000, price.sample(-1));
        long[] sorted = sorted(price);
        assertEquals(4, Arrays.stream(sorted).distinct().count());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "lognormal(median 8ms, p99 40ms); 8000000; 40000000",
        "lognormal(8ms, 40ms); 8000000; 40000000",
        "pareto(min 5ms, p99 80ms); 7583000; 80000000",
        "uniform(10ms, 20ms); 15000000; 19900000"})
    void shouldHaveTheMedianAndTailThatItNames(final String text, final long medianNs, final long p99Ns) {
        long[] sorted = sorted(DistributionParser.latency(text));

        assertEquals(medianNs, sorted[DRAWS / 2], medianNs * 0.03);
        assertEquals(p99Ns, sorted[DRAWS * 99 / 100], p99Ns * 0.06);
    }

    @Test
    void shouldKeepPricesInWholeCentsBetweenOneCentAndTheCap() {
        long[] sorted = sorted(DistributionParser.price("lognormal(median 0.05, p95 4.00, cap 9.00)"));

        assertTrue(Arrays.stream(sorted).allMatch(micros -> micros % 10_000 == 0));
        assertEquals(10_000, sorted[0]);
        assertEquals(9_000_000, sorted[DRAWS - 1]);
        assertEquals(4_000_000, sorted[DRAWS * 95 / 100], 400_000);
    }

    @Test
    void shouldNeverFallBelowTheMinimumOrBeyondAMinute() {
        long[] sorted = sorted(DistributionParser.latency("pareto(min 5ms, p99 20s)"));

        assertTrue(sorted[0] >= 5_000_000);
        assertTrue(sorted[DRAWS - 1] <= DistributionParser.MAX_LATENCY_NS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2ms", "fixed", "fixed()", "fixed(2)", "fixed(-2ms)", "fixed(2ms, 3ms)",
        "fixed(2.5.1ms)", "uniform(5ms)", "uniform(6ms, 5ms)", "lognormal(8ms, 8ms)", "lognormal(0ms, 8ms)",
        "lognormal(mean 8ms, p99 40ms)", "lognormal(median 8ms, p95 40ms)", "pareto(5ms, 4ms)", "gauss(5ms, 6ms)",
        "fixed(61s)", "fixed(2ms", "Fixed(2ms)"})
    void shouldRefuseALatency(final String text) {
        assertThrows(IllegalArgumentException.class, () -> DistributionParser.latency(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7.50", "fixed(7.501)", "fixed(0.00)", "fixed(7.50 USD)", "fixed(1e3)", "fixed(-1.00)",
        "uniform(9.00, 1.00)", "lognormal(median 4.00, p95 12.00, cap 5.00)", "pareto(1.00, 2.00)",
        "fixed(99999999999.00)", "instant"})
    void shouldRefuseAPrice(final String text) {
        assertThrows(IllegalArgumentException.class, () -> DistributionParser.price(text));
    }

    @ParameterizedTest
    @CsvSource({"500us,500000", "8ms,8000000", "1.5s,1500000000", "100ns,100", "1m,60000000000", "1h,3600000000000"})
    void shouldReadDurations(final String text, final long ns) {
        assertEquals(ns, Quantity.durationNs(text));
    }

    @ParameterizedTest
    @CsvSource({"7.5,7500000,7.50", "0.01,10000,0.01", "12,12000000,12.00", "1.234567,1234567,1.234567"})
    void shouldReadAndPrintAmountsExactly(final String text, final long micros, final String printed) {
        assertEquals(micros, Quantity.priceMicros(text));
        assertEquals(printed, Quantity.amount(micros));
    }

    @ParameterizedTest
    @ValueSource(strings = {"70", "101%", "-1%", "0.00001%", "70 %", "%"})
    void shouldRefuseAShare(final String text) {
        assertThrows(IllegalArgumentException.class, () -> Quantity.sharePpm(text));
    }

    private static long[] sorted(final Distribution distribution) {
        long[] values = new long[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            values[i] = distribution.sample(Draws.mix(i * 0x9E3779B97F4A7C15L));
        }
        Arrays.sort(values);
        return values;
    }
}
