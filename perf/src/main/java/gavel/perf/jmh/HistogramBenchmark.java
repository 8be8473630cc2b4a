package gavel.perf.jmh;

import java.util.concurrent.TimeUnit;

import org.HdrHistogram.SingleWriterRecorder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one recorded latency costs, which every stage of every lead pays.
 * Each JMH thread has a recorder of its own, as each event loop has.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HistogramBenchmark {
    private static final int MASK = 1023;

    private final long[] latencyUs = new long[MASK + 1];
    private SingleWriterRecorder recorder;
    private int next;

    @Setup
    public void prepare() {
        recorder = new SingleWriterRecorder(60_000_000L, 2);
        for (int i = 0; i <= MASK; i++) {
            latencyUs[i] = 20L + (long) (Math.exp((i * 37 & MASK) / 100.0) * 3);
        }
    }

    /** One value into a single-writer recorder of two digits. */
    @Benchmark
    public void record() {
        recorder.recordValue(latencyUs[next++ & MASK]);
    }
}
