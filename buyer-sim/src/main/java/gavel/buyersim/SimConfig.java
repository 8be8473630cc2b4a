package gavel.buyersim;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run needs beside its script. Immutable, any thread.
 *
 * @param script        who behaves how
 * @param seed          of all draws
 * @param host          to listen on
 * @param bookFolder    one CSV file per buyer goes there
 * @param timingsFile   one line per call goes there
 * @param loops         event loops; buyers are dealt out to them in turn
 * @param acceptedLimit accepted leads kept in memory per buyer, 0 for none
 */
public record SimConfig(Script script, long seed, String host, Optional<Path> bookFolder, Optional<Path> timingsFile,
                        int loops, int acceptedLimit) {

    /** Seed 1 on 127.0.0.1, one loop, no files, nothing kept. */
    public static SimConfig of(final Script script) {
        return new SimConfig(script, 1, "127.0.0.1", Optional.empty(), Optional.empty(), 1, 0);
    }

    public SimConfig withSeed(final long otherSeed) {
        return new SimConfig(script, otherSeed, host, bookFolder, timingsFile, loops, acceptedLimit);
    }

    public SimConfig withHost(final String otherHost) {
        return new SimConfig(script, seed, otherHost, bookFolder, timingsFile, loops, acceptedLimit);
    }

    public SimConfig withBookFolder(final Path folder) {
        return new SimConfig(script, seed, host, Optional.ofNullable(folder), timingsFile, loops, acceptedLimit);
    }

    public SimConfig withTimingsFile(final Path file) {
        return new SimConfig(script, seed, host, bookFolder, Optional.ofNullable(file), loops, acceptedLimit);
    }

    public SimConfig withLoops(final int otherLoops) {
        return new SimConfig(script, seed, host, bookFolder, timingsFile, otherLoops, acceptedLimit);
    }

    public SimConfig keepingAcceptedLeads(final int limit) {
        return new SimConfig(script, seed, host, bookFolder, timingsFile, loops, limit);
    }
}
