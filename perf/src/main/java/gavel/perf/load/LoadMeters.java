package gavel.perf.load;

import java.util.concurrent.atomic.AtomicLongArray;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * What is measured while a run is on.
 * The load loop writes; one reporter thread reads with {@link #roll}; the totals are the reporter's.
 */
final class LoadMeters {
    private static final long MAX_US = 600_000_000L;
    private static final int DIGITS = 3;

    private final AtomicLongArray counts = new AtomicLongArray(Outcome.values().length);
    private final Meter response = new Meter();
    private final Meter service = new Meter();
    private final Meter sendLag = new Meter();

    /** One quantity: recorded on one thread, gathered on another. */
    private static final class Meter {
        private final SingleWriterRecorder recorder = new SingleWriterRecorder(1, MAX_US, DIGITS);
        private final Histogram total = new Histogram(1, MAX_US, DIGITS);
        private Histogram interval;

        void record(final long valueNs) {
            recorder.recordValue(Math.min(MAX_US, Math.max(0, valueNs / 1000)));
        }

        Histogram roll() {
            interval = recorder.getIntervalHistogram(interval);
            total.add(interval);
            return interval;
        }
    }

    void onSent(final long lagNs) {
        sendLag.record(lagNs);
    }

    void onEnd(final Outcome outcome) {
        counts.lazySet(outcome.ordinal(), counts.get(outcome.ordinal()) + 1);
    }

    void onLatency(final long responseNs, final long serviceNs) {
        response.record(responseNs);
        service.record(serviceNs);
    }

    /** Gathers what was recorded since the last call; the interval is valid until the next one. */
    LoadInterval roll() {
        return new LoadInterval(response.roll(), service.roll(), sendLag.roll());
    }

    LoadInterval totals() {
        return new LoadInterval(response.total, service.total, sendLag.total);
    }

    long count(final Outcome outcome) {
        return counts.get(outcome.ordinal());
    }
}
