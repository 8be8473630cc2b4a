package gavel.server.admin;

import org.HdrHistogram.Histogram;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Gathers what the loops timed, once a second, and logs it. One thread runs it and is the only reader of the loops'
 * histograms; {@link #snapshot()} is for
 * any thread but a loop.
 */
public final class StatsAgent implements Agent {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final List<Series> series;
    private final LatencyLog log;
    private final NanoClock clock;
    private final EpochClock epochClock;
    private long nextNs;
    private long takenMs;
    private volatile boolean logFailed;

    /** The agent of a server. */
    public static StatsAgent of(final AdminParts parts, final NanoClock clock, final EpochClock epochClock) {
        return new StatsAgent(LatencyNames.series(parts.loops(), parts.config().buyers()),
                new LatencyLog(parts.dataDir().resolve("latency.hlog"), LatencyLog.MAX_BYTES), clock, epochClock);
    }

    StatsAgent(final List<Series> series, final LatencyLog log, final NanoClock clock, final EpochClock epochClock) {
        this.series = series;
        this.log = log;
        this.clock = clock;
        this.epochClock = epochClock;
    }

    @Override
    public String roleName() {
        return "stats";
    }

    @Override
    public void onStart() {
        nextNs = clock.nanoTime() + INTERVAL_NS;
        takenMs = epochClock.time();
        log.begin(takenMs);
    }

    /** Takes a second's times when it is over. */
    @Override
    public int doWork() {
        final long nowNs = clock.nanoTime();
        if (nowNs - nextNs < 0) {
            return 0;
        }
        nextNs = Math.max(nextNs + INTERVAL_NS, nowNs);
        take();
        return 1;
    }

    @Override
    public void onClose() {
        take();
        log.close();
    }

    private synchronized void take() {
        final long nowMs = epochClock.time();
        for (final Series one : series) {
            final Histogram interval = one.take();
            log.write(interval, takenMs, nowMs);
        }
        log.flush(nowMs);
        logFailed = log.isFailed();
        takenMs = nowMs;
    }

    /** All times as they are now, to a second. */
    synchronized LatencySnapshot snapshot() {
        final Map<String, LatencySnapshot.Times> times = new LinkedHashMap<>();
        for (final Series one : series) {
            times.put(one.name(), one.times());
        }
        return new LatencySnapshot(times);
    }

    /** Whether the log was given up because the disk failed. */
    boolean isLogFailed() {
        return logFailed;
    }
}
