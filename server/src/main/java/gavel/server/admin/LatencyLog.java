package gavel.server.admin;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * {@code DIR/latency.hlog}: every second of the server as tagged histograms, for the tools that read HdrHistogram's
 * logs. Confined to the stats agent. When it is large it becomes {@code latency.hlog.1} and a new one is begun, so that
 * at most twice the limit is kept. A disk that fails ends the log and nothing else.
 */
final class LatencyLog implements AutoCloseable {
    /** Of one file: some hours of a busy server, weeks of a quiet one. */
    static final long MAX_BYTES = 64L * 1024 * 1024;

    private final Path file;
    private final long maxBytes;
    private PrintStream out;
    private HistogramLogWriter writer;
    private boolean failed;

    /**
     * @param file     where it is written; what is there already is kept.
     * @param maxBytes more begins a new file.
     */
    LatencyLog(final Path file, final long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    /** Begins to write, as every start does. */
    void begin(final long nowMs) {
        try {
            if (Files.exists(file) && Files.size(file) > maxBytes) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            out = new PrintStream(new BufferedOutputStream(new FileOutputStream(file.toFile(), true)), false,
                    StandardCharsets.UTF_8);
            writer = new HistogramLogWriter(out);
            writer.outputComment("[Gavel: microseconds; tags are what was timed]");
            writer.outputLogFormatVersion();
            writer.outputStartTime(nowMs);
            writer.outputLegend();
        } catch (final IOException e) {
            fail(e.toString());
        }
    }

    /** Writes one interval, unless nothing happened in it. */
    void write(final Histogram interval, final long fromMs, final long toMs) {
        if (failed || interval.getTotalCount() == 0) {
            return;
        }
        interval.setStartTimeStamp(fromMs);
        interval.setEndTimeStamp(toMs);
        writer.outputIntervalHistogram(interval);
    }

    /** All intervals of one second are written. */
    void flush(final long nowMs) {
        if (failed) {
            return;
        }
        if (out.checkError()) {
            fail("it can't be written");
            return;
        }
        try {
            if (Files.size(file) > maxBytes) {
                out.close();
                begin(nowMs);
            }
        } catch (final IOException e) {
            fail(e.toString());
        }
    }

    /** Whether it was given up. */
    boolean isFailed() {
        return failed;
    }

    private void fail(final String why) {
        failed = true;
        System.err.println("gavel: " + file + ": " + why + "; times are not logged any more, leads go on");
        close();
    }

    @Override
    public void close() {
        if (out != null) {
            out.close();
        }
    }
}
