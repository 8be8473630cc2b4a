package gavel.perf.load;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One run of one publisher, from connecting to the result.
 * {@link #run} takes the thread that calls it until the end; {@link #stop} may be called from any other.
 */
public final class LoadRun {
    private static final long INTERVAL_MS = 1_000;

    private final LoadConfig config;
    private final LoadLoop loop;
    private final Schedule schedule;
    private final AtomicBoolean isStopped = new AtomicBoolean();

    public LoadRun(final LoadConfig config, final LoadTransport transport) {
        this.config = config;
        schedule = Schedule.of(config.seed(), config.pace());
        loop = new LoadLoop(config, schedule, transport);
    }

    /** Leads that are planned. */
    public int leads() {
        return schedule.leads();
    }

    /** Runs to the end of the plan, or until it is stopped, and waits for what is in flight then. */
    public LoadResult run(final LoadListener listener) throws UnreachableException, InterruptedException {
        loop.connect();
        final long startNs = System.nanoTime();
        loop.start();
        boolean isFinished;
        do {
            isFinished = loop.awaitFinish(INTERVAL_MS);
            final LoadInterval interval = loop.meters().roll();
            listener.onInterval(progress(startNs), interval);
        } while (!isFinished);
        return new LoadResult(config, loop.log(), loop.meters().totals(), loop.clickCounts(), loop.problem(),
            isStopped.get());
    }

    /** Sends nothing more; the run ends when what is in flight has ended. */
    public void stop() {
        isStopped.set(true);
        loop.requestStop();
    }

    private Progress progress(final long startNs) {
        final long elapsedNs = System.nanoTime() - startNs;
        long ended = 0;
        long errors = 0;
        for (final Outcome outcome : Outcome.values()) {
            final long count = loop.meters().count(outcome);
            ended += count;
            errors += outcome.isError() ? count : 0;
        }
        return new Progress(config.publisher(), elapsedNs / 1e9, elapsedNs < config.pace().warmUpNs(),
            schedule.leads(), ended, loop.meters().count(Outcome.SOLD), errors, loop.inFlight());
    }
}
