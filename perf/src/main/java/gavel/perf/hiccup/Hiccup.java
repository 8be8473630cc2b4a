package gavel.perf.hiccup;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

import org.HdrHistogram.Histogram;

import gavel.perf.json.Json;
import gavel.perf.load.FileTrouble;
import gavel.perf.load.HlogFile;
import gavel.perf.load.Percentile;
import gavel.perf.load.ResultFiles;
import gavel.perf.load.TimingOptions;
import gavel.server.command.UsageFailures;
import gavel.server.runtime.Build;
import gavel.server.start.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code gavel hiccup}: sleeps a millisecond, again and again, and records how late it wakes.
 * Runs on the main thread of a process of its own, so that what it sees is the machine and not a server.
 */
@Command(name = "gavel hiccup", mixinStandardHelpOptions = true, sortOptions = false, version = Build.VERSION,
    description = "Records how late this machine wakes a thread that sleeps one millisecond.",
    footer = {"", "Example:", "  gavel hiccup --for 20s --json hiccup.json"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:internal error", "2:usage", "12:a file could not be written",
        "130:interrupted; the result is still written"})
public final class Hiccup implements Callable<Integer> {
    static final long SLEEP_NS = 1_000_000;
    private static final long INTERVAL_NS = 1_000_000_000;
    private static final long MAX_US = 600_000_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TimingOptions times = new TimingOptions("10s", "0s");
    @Mixin
    private ResultFiles files;

    private volatile boolean isStopped;

    public static void main(final String[] args) {
        System.exit(new CommandLine(new Hiccup()).setParameterExceptionHandler(new UsageFailures()).execute(args));
    }

    @Override
    public Integer call() {
        try {
            return record();
        } catch (final IOException e) {
            spec.commandLine().getErr().println("gavel hiccup: " + FileTrouble.sentence(e));
            return ExitCode.DISK;
        }
    }

    private int record() throws IOException {
        final long durationNs;
        final long warmUpNs;
        try {
            durationNs = times.durationNs();
            warmUpNs = times.warmUpNs();
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        final CountDownLatch reported = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(reported), "hiccup-interrupt"));
        final Histogram total;
        try (HlogFile log = files.openHlog("gavel hiccup, values in us")) {
            measure(warmUpNs, System::nanoTime, LockSupport::parkNanos, null);
            total = measure(durationNs, System::nanoTime, LockSupport::parkNanos, log);
        }
        final Map<String, Object> result = new LinkedHashMap<>();
        result.put("sleep_us", SLEEP_NS / 1000);
        result.put("late_us", Percentile.all(total));
        spec.commandLine().getOut().print(Json.write(result));
        spec.commandLine().getOut().flush();
        files.writeJson(Json.write(result));
        reported.countDown();
        return 0;
    }

    /** Runs as a shutdown hook: the JVM waits here until the result is written. */
    private void stopAndWait(final CountDownLatch reported) {
        isStopped = true;
        try {
            reported.await(2, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sleeps and records until the time is over; {@code log} may be null. Lateness is in microseconds. */
    Histogram measure(final long durationNs, final LongSupplier clock, final LongConsumer sleep,
                      final HlogFile log) throws IOException {
        final Histogram total = new Histogram(1, MAX_US, 3);
        final Histogram interval = new Histogram(1, MAX_US, 3);
        interval.setStartTimeStamp(System.currentTimeMillis());
        final long startNs = clock.getAsLong();
        long beforeNs = startNs;
        long intervalStartNs = startNs;
        while (!isStopped && beforeNs - startNs < durationNs) {
            sleep.accept(SLEEP_NS);
            final long nowNs = clock.getAsLong();
            final long lateUs = Math.max(0, (nowNs - beforeNs - SLEEP_NS) / 1000);
            interval.recordValue(Math.min(MAX_US, lateUs));
            if (nowNs - intervalStartNs >= INTERVAL_NS) {
                gather(total, interval, log);
                intervalStartNs = nowNs;
            }
            beforeNs = nowNs;
        }
        gather(total, interval, log);
        return total;
    }

    private static void gather(final Histogram total, final Histogram interval, final HlogFile log) {
        total.add(interval);
        if (log != null) {
            interval.setEndTimeStamp(System.currentTimeMillis());
            log.write("hiccup", interval);
        }
        interval.reset();
        interval.setStartTimeStamp(System.currentTimeMillis());
    }
}
