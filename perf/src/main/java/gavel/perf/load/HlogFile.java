package gavel.perf.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * A log of interval histograms that the usual viewers read (HdrHistogram log 1.3, with tags).
 * Used by one thread.
 */
public final class HlogFile implements AutoCloseable {
    private final OutputStream out;
    private final HistogramLogWriter writer;

    /** The comment says whose log it is and in which unit. */
    public HlogFile(final Path file, final String comment) throws IOException {
        out = Files.newOutputStream(file);
        writer = new HistogramLogWriter(out);
        writer.outputComment("[" + comment + "]");
        writer.outputLogFormatVersion();
        final long nowMs = System.currentTimeMillis();
        writer.setBaseTime(nowMs);
        writer.outputBaseTime(nowMs);
        writer.outputStartTime(nowMs);
        writer.outputLegend();
    }

    /** Appends an interval, which carries its own start and end; an empty one is left out. */
    public void write(final String tag, final Histogram interval) {
        if (interval.getTotalCount() > 0) {
            interval.setTag(tag);
            writer.outputIntervalHistogram(interval);
            interval.setTag(null);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
