package gavel.perf.load;

import picocli.CommandLine.Option;

/**
 * Options of every command that measures for some time: how long, and how long before it counts.
 * Filled by the command line on the main thread; what they default to is the command's, which says so to it.
 */
public final class TimingOptions {
    @Option(names = "--for", paramLabel = "TIME",
        description = "measured time, default ${DEFAULT-VALUE}; Ctrl-C ends it sooner, with the same report")
    private String duration;
    @Option(names = "--warm-up", paramLabel = "TIME",
        description = "before it, counted apart or not at all; default ${DEFAULT-VALUE}")
    private String warmUp;

    public TimingOptions() {
    }

    /** With defaults. */
    public TimingOptions(final String duration, final String warmUp) {
        this.duration = duration;
        this.warmUp = warmUp;
    }

    /** The measured time; {@link IllegalArgumentException} when it is none. */
    public long durationNs() {
        return Quantity.durationNs(duration);
    }

    /** The time before it; {@link IllegalArgumentException} when it is none. */
    public long warmUpNs() {
        return Quantity.durationNs(warmUp);
    }
}
