package gavel.perf.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import gavel.perf.load.LoadConfig;
import gavel.perf.load.LoadResult;
import gavel.perf.load.LoadRun;
import gavel.perf.load.LoadTransport;
import gavel.perf.load.Progress;

/**
 * Runs several publishers at the same time, on one load loop.
 * {@link #run} takes the caller's thread until the end; {@link #stop} may be called from any other.
 */
final class PublisherRuns {
    /** Looks at the runs about once a second, on the caller's thread; an exception ends them. */
    interface Watch {
        void look(List<Progress> progress) throws Exception;
    }

    private final List<LoadRun> runs = new ArrayList<>();
    private final LoadTransport transport;
    private final Progress[] progress;

    PublisherRuns(final List<LoadConfig> configs, final LoadTransport transport) {
        this.transport = transport;
        for (final LoadConfig config : configs) {
            runs.add(new LoadRun(config, transport));
        }
        progress = new Progress[runs.size()];
    }

    /** The results, in the order of the publishers. */
    List<LoadResult> run(final Watch watch) throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(runs.size());
        try {
            final List<Future<LoadResult>> futures = new ArrayList<>();
            for (int i = 0; i < runs.size(); i++) {
                futures.add(threads.submit(publisher(i)));
            }
            final List<LoadResult> results = new ArrayList<>();
            for (final Future<LoadResult> future : futures) {
                results.add(await(future, watch));
            }
            return results;
        } finally {
            stop();
            threads.shutdownNow();
        }
    }

    void stop() {
        if (!transport.isClosed()) {
            runs.forEach(LoadRun::stop);
        }
    }

    private Callable<LoadResult> publisher(final int index) {
        return () -> runs.get(index).run((now, interval) -> {
            synchronized (progress) {
                progress[index] = now;
            }
        });
    }

    private LoadResult await(final Future<LoadResult> future, final Watch watch) throws Exception {
        while (true) {
            try {
                return future.get(1, TimeUnit.SECONDS);
            } catch (final TimeoutException e) {
                watch.look(snapshot());
            } catch (final ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    private List<Progress> snapshot() {
        final List<Progress> known = new ArrayList<>();
        synchronized (progress) {
            for (final Progress one : progress) {
                if (one != null) {
                    known.add(one);
                }
            }
        }
        return known;
    }
}
