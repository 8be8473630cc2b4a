package gavel.server.runtime;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Counts and times of one loop. */
class CountersTest {
    @Test
    void shouldCount() {
        final Counters counters = new Counters(3);
        counters.count(Counter.SALE_SOLD);
        counters.add(Counter.SALE_SOLD, 4);
        counters.countReason(2);
        assertEquals(5, counters.get(Counter.SALE_SOLD));
        assertEquals(0, counters.get(Counter.SALE_UNSOLD));
        assertEquals(1, counters.reason(2));
        assertEquals(0, counters.reason(1));
    }

    @Test
    void shouldNameEveryCounterOnceByItsStage() {
        final Set<String> labels = new HashSet<>();
        for (final Counter counter : Counter.values()) {
            assertTrue(labels.add(counter.label()) && !counter.sentence().isEmpty());
            assertTrue(counter.name().equalsIgnoreCase(counter.label().replace('.', '_')), counter.name());
        }
    }

    @Test
    void shouldTakeTimesThatCanNotBe() {
        final StageTimers timers = new StageTimers(2);
        timers.stage(1).record(-5);
        timers.stage(1).record(Long.MAX_VALUE);
        timers.stage(1).record(1_500);
        timers.total().record(5_000);
        assertEquals(3, timers.stage(1).interval().getTotalCount());
        assertEquals(0, timers.stage(1).interval().getTotalCount());
        assertEquals(5, timers.total().interval().getMaxValue());
        assertEquals(0, timers.click().interval().getTotalCount());
    }
}
