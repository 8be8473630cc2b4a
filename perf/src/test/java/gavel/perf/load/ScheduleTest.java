package gavel.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The plan of arrivals. */
class ScheduleTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldPlanTheSameTimesForTheSameSeedAndOthersForAnother() {
        final Pace pace = new Pace(500, Arrivals.POISSON, SECOND, 4 * SECOND);
        final Schedule one = Schedule.of(42, pace);
        final Schedule same = Schedule.of(42, pace);
        final Schedule other = Schedule.of(43, pace);

        assertEquals(one.leads(), same.leads());
        for (int lead = 0; lead < one.leads(); lead++) {
            assertEquals(one.dueNs(lead), same.dueNs(lead));
        }
        assertNotEquals(one.dueNs(10), other.dueNs(10));
    }

    @Test
    void shouldKeepTheRateAndTheShapeOfPoissonArrivals() {
        final Schedule schedule = Schedule.of(7, new Pace(1_000, Arrivals.POISSON, 0, 100 * SECOND));

        // 100,000 expected, standard deviation 316.
        assertEquals(100_000, schedule.leads(), 4 * 316);
        double sum = 0;
        double squares = 0;
        for (int lead = 1; lead < schedule.leads(); lead++) {
            final double gapMs = (schedule.dueNs(lead) - schedule.dueNs(lead - 1)) / 1e6;
            assertTrue(gapMs >= 0);
            sum += gapMs;
            squares += gapMs * gapMs;
        }
        final double mean = sum / (schedule.leads() - 1);
        // An exponential gap has a standard deviation equal to its mean.
        assertEquals(1.0, mean, 0.02);
        assertEquals(1.0, Math.sqrt(squares / (schedule.leads() - 1) - mean * mean), 0.02);
    }

    @Test
    void shouldSpaceUniformArrivalsEvenlyAndTellTheWarmUpApart() {
        final Schedule schedule = Schedule.of(1, new Pace(100, Arrivals.UNIFORM, SECOND, 2 * SECOND));

        assertEquals(300, schedule.leads());
        assertEquals(100, schedule.warmUpLeads());
        assertTrue(schedule.isMeasured(100));
        assertEquals(SECOND, schedule.dueNs(100));
        assertEquals(SECOND + SECOND / 100, schedule.dueNs(101));
    }

    @Test
    void shouldRefuseARunThatIsNoneOrTooLong() {
        assertThrows(IllegalArgumentException.class, () -> new Pace(0, Arrivals.UNIFORM, 0, SECOND));
        assertThrows(IllegalArgumentException.class, () -> new Pace(1, Arrivals.UNIFORM, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Pace(1e6, Arrivals.UNIFORM, 0, 3_600 * SECOND));
    }
}
