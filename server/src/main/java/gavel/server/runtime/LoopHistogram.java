package gavel.server.runtime;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

import java.util.concurrent.TimeUnit;

/**
 * Times of one thing on one loop, in microseconds. Recorded by that loop alone, without waiting; read by the stats
 * agent alone. Two digits: a per cent is finer than any decision taken on it, and seven times smaller than three.
 */
public final class LoopHistogram {
    /** Longer times are recorded as this. */
    public static final long MAX_US = TimeUnit.SECONDS.toMicros(60);
    /** Significant decimal digits. */
    public static final int DIGITS = 2;

    private final SingleWriterRecorder recorder = new SingleWriterRecorder(MAX_US, DIGITS);
    private Histogram interval;

    /** Records a time. */
    public void record(final long ns) {
        recorder.recordValue(Math.min(MAX_US, Math.max(0, ns / 1000)));
    }

    /** What was recorded since the last call; good until the next one. */
    public Histogram interval() {
        interval = recorder.getIntervalHistogram(interval);
        return interval;
    }
}
