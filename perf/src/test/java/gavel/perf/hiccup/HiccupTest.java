package gavel.perf.hiccup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** The hiccup meter with a clock by hand. */
class HiccupTest {
    @Test
    void shouldRecordHowMuchLaterThanAskedItWakes() throws IOException {
        final AtomicLong nowNs = new AtomicLong(77);
        final AtomicLong sleeps = new AtomicLong();
        final Histogram late = new Hiccup().measure(3_000_000_000L, nowNs::get,
            sleepNs -> nowNs.addAndGet(sleepNs + (sleeps.incrementAndGet() == 500 ? 40_000_000 : 0)), null);

        assertEquals(2_960, late.getTotalCount());
        assertEquals(0, late.getValueAtPercentile(99));
        assertEquals(40_000, late.getMaxValue(), 40);
    }
}
