package gavel.perf.load;

import java.util.Arrays;

/**
 * The plan: for each lead, when it is due. Derived from seed and pace alone, so a run can be repeated.
 * Immutable.
 */
final class Schedule {
    private final long[] dueNs;
    private final int warmUpLeads;

    private Schedule(final long[] dueNs, final int warmUpLeads) {
        this.dueNs = dueNs;
        this.warmUpLeads = warmUpLeads;
    }

    static Schedule of(final long seed, final Pace pace) {
        final double gapNs = 1e9 / pace.leadsPerSecond();
        final double expected = pace.totalNs() / gapNs;
        long[] due = new long[(int) (expected + 6 * Math.sqrt(expected) + 16)];
        int count = 0;
        double atNs = 0;
        while (true) {
            if (pace.arrivals() == Arrivals.POISSON) {
                atNs += -Math.log1p(-SplitMix64.uniform(seed, SplitMix64.ARRIVAL, count)) * gapNs;
            } else {
                atNs = count * gapNs;
            }
            if (atNs >= pace.totalNs()) {
                break;
            }
            if (count == due.length) {
                due = Arrays.copyOf(due, due.length + due.length / 2);
            }
            due[count++] = (long) atNs;
        }
        due = Arrays.copyOf(due, count);
        final int found = Arrays.binarySearch(due, pace.warmUpNs());
        int warmUp = found < 0 ? -found - 1 : found;
        while (warmUp > 0 && due[warmUp - 1] >= pace.warmUpNs()) {
            warmUp--;
        }
        return new Schedule(due, warmUp);
    }

    int leads() {
        return dueNs.length;
    }

    /** Leads before the measured time. */
    int warmUpLeads() {
        return warmUpLeads;
    }

    boolean isMeasured(final int lead) {
        return lead >= warmUpLeads;
    }

    /** Nanoseconds from the start of the run. */
    long dueNs(final int lead) {
        return dueNs[lead];
    }
}
