package gavel.perf.load;

/**
 * What a run gave.
 * Read-only once made.
 */
public final class LoadResult {
    private final LoadConfig config;
    private final LeadLog log;
    private final Tally measured;
    private final Tally warmUp;
    private final LoadInterval latency;
    private final ClickCounts clicks;
    private final String problem;
    private final boolean isInterrupted;

    LoadResult(final LoadConfig config, final LeadLog log, final LoadInterval latency, final ClickCounts clicks,
               final String problem, final boolean isInterrupted) {
        this.config = config;
        this.log = log;
        this.latency = latency;
        this.clicks = clicks;
        this.problem = problem;
        this.isInterrupted = isInterrupted;
        measured = Tally.of(log, true);
        warmUp = Tally.of(log, false);
        if (measured.leads() + warmUp.leads() != log.size()) {
            throw new IllegalStateException("the buckets hold " + measured.leads() + " + " + warmUp.leads()
                + " leads of " + log.size());
        }
    }

    public LoadConfig config() {
        return config;
    }

    /** Every lead, warm-up included. */
    public LeadLog log() {
        return log;
    }

    /** The leads of the measured time. */
    public Tally measured() {
        return measured;
    }

    public Tally warmUp() {
        return warmUp;
    }

    /** Of measured leads that were answered or timed out, in microseconds. */
    public LoadInterval latency() {
        return latency;
    }

    public ClickCounts clicks() {
        return clicks;
    }

    /** The first answer that was none; null if there was none such. */
    public String problem() {
        return problem;
    }

    public boolean isInterrupted() {
        return isInterrupted;
    }
}
