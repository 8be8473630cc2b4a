package gavel.perf.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Keeps the interval histograms of a run in a log that the usual viewers read (HdrHistogram log, with tags), in
 * microseconds.
 * Used by the thread that runs the load.
 */
final class HlogFile implements LoadListener, AutoCloseable {
    private final OutputStream out;
    private final HistogramLogWriter writer;

    HlogFile(final Path file, final LoadConfig config) throws IOException {
        out = Files.newOutputStream(file);
        writer = new HistogramLogWriter(out);
        writer.outputComment("[gavel load, publisher " + config.publisher() + ", seed " + config.seed()
            + ", values in us]");
        writer.outputLogFormatVersion();
        final long nowMs = System.currentTimeMillis();
        writer.setBaseTime(nowMs);
        writer.outputBaseTime(nowMs);
        writer.outputStartTime(nowMs);
        writer.outputLegend();
    }

    @Override
    public void onInterval(final Progress progress, final LoadInterval interval) {
        write("response", interval.response());
        write("service", interval.service());
        write("sendlag", interval.sendLag());
    }

    private void write(final String tag, final Histogram histogram) {
        if (histogram.getTotalCount() > 0) {
            histogram.setTag(tag);
            writer.outputIntervalHistogram(histogram);
            histogram.setTag(null);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
