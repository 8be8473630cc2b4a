package gavel.persist;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where what is kept lies in a data directory; docs/RECORDS.md says what each is. Immutable; any thread. It looks at
 * nothing: whether a file is there is asked by who needs it.
 *
 * @param path the directory that people name in commands.
 */
public record DataDirectory(Path path) {
    /** How the name of a segment of the journal ends. */
    public static final String SEGMENT_SUFFIX = ".journal";
    /** How the name of a complete hot map's file ends. */
    public static final String HOT_SUFFIX = ".hot";

    /** Locked while a process runs. */
    public Path lock() {
        return path.resolve("lock");
    }

    /** The marker of a clean stop. */
    public Path clean() {
        return path.resolve("clean");
    }

    /** Where the segments of the journal are. */
    public Path journal() {
        return path.resolve("journal");
    }

    /** Where the hot maps are. */
    public Path hot() {
        return path.resolve("hot");
    }

    /** Where the ledger and what belongs to it are. */
    public Path ledger() {
        return path.resolve("ledger");
    }

    /** The ledger itself. */
    public Path database() {
        return ledger().resolve("ledger.duckdb");
    }

    /** Where the keys of people's data are, if there are any: never in the journal. */
    public Path keys() {
        return path.resolve("keys");
    }

    /** What says of a directory that it is a whole backup. */
    public Path backup() {
        return path.resolve("backup");
    }

    /** Makes the names in a directory survive a power cut. */
    public static void force(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
