package gavel.perf.load;

/**
 * Watches a run, about once a second.
 * Called on the thread that runs {@link LoadRun#run}.
 */
@FunctionalInterface
public interface LoadListener {
    /** The interval covers what was measured since the last call and is only valid during this one. */
    void onInterval(Progress progress, LoadInterval interval);
}
