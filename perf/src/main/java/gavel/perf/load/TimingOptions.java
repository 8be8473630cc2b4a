package gavel.perf.load;

import picocli.CommandLine.Option;

/**
 * Options of every command that measures for some time: how long, and how long before it counts.
 * Filled by the command line on the main thread; what they default to is the command's, which says so to it.
 */
public final class TimingOptions {
    @Option(names = "--for", paramLabel = "20s",
        description = "measured time, such as 20s, 5m or 1h, default ${DEFAULT-VALUE}; Ctrl-C ends it sooner, with the"
            + " same report")
    private String duration;
    @Option(names = "--warm-up", paramLabel = "3s",
        description = "before it, counted apart or not at all; default ${DEFAULT-VALUE}")
    private String warmUp;

    public TimingOptions() {
    }

    /** With defaults. */
    public TimingOptions(final String duration, final String warmUp) {
        this.duration = duration;
        this.warmUp = warmUp;
    }

    /** The measured time, more than none; {@link IllegalArgumentException} when it is no such time. */
    public long durationNs() {
        final long durationNs = PlanOptions.named("--for", Quantity::durationNs, duration);
        if (durationNs <= 0) {
            throw new IllegalArgumentException("--for: '" + duration + "' is no time at all; say it like --for 20s");
        }
        return durationNs;
    }

    /** The time before it; {@link IllegalArgumentException} when it is none. */
    public long warmUpNs() {
        return PlanOptions.named("--warm-up", Quantity::durationNs, warmUp);
    }
}
