package gavel.perf.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import picocli.CommandLine.Option;

/**
 * Options of every command that measures: where the result goes besides the standard output.
 * Filled by the command line on the main thread.
 */
public final class ResultFiles {
    @Option(names = "--json", paramLabel = "FILE", description = "write the result as JSON")
    private Path json;
    @Option(names = "--hlog", paramLabel = "FILE", description = "write interval histograms")
    private Path hlog;

    /** Writes the result, if that was asked for. */
    public void writeJson(final String text) throws IOException {
        if (json != null) {
            Files.writeString(json, text);
        }
    }

    /** A log of histograms; null if that was not asked for. */
    public HlogFile openHlog(final String comment) throws IOException {
        return hlog == null ? null : new HlogFile(hlog, comment);
    }
}
