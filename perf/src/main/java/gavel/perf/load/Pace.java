package gavel.perf.load;

/**
 * When leads are due: so many a second, first for a warm-up that is not measured, then for the measured time.
 * Immutable.
 */
public record Pace(double leadsPerSecond, Arrivals arrivals, long warmUpNs, long measuredNs) {
    /** More leads than anyone means to plan; each costs about 50 bytes. */
    static final long MAX_LEADS = 50_000_000L;

    public Pace {
        if (!(leadsPerSecond > 0)) {
            throw new IllegalArgumentException("the rate must be more than 0/s");
        }
        if (measuredNs <= 0) {
            throw new IllegalArgumentException("the measured time must be more than 0s");
        }
        if (leadsPerSecond * (warmUpNs + measuredNs) / 1e9 > MAX_LEADS) {
            throw new IllegalArgumentException("more than " + MAX_LEADS + " leads in one run");
        }
    }

    long totalNs() {
        return warmUpNs + measuredNs;
    }
}
