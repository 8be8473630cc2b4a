package gavel.persist.ledger;

import gavel.persist.DataDirectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Where the ledger of one data directory lies, and moves among its files. Any thread that holds the lock. */
final class LedgerFiles {
    private final Path dataDirectory;
    private final Path directory;

    LedgerFiles(final Path dataDirectory) {
        this.dataDirectory = dataDirectory;
        this.directory = new DataDirectory(dataDirectory).ledger();
    }

    /** The directory that people name in commands. */
    Path dataDirectory() {
        return dataDirectory;
    }

    Path directory() {
        return directory;
    }

    Path database() {
        return new DataDirectory(dataDirectory).database();
    }

    /** The new file of a rebuild, until it takes the place of {@link #database()}. */
    Path rebuilding() {
        return directory.resolve("rebuild.duckdb");
    }

    Path temporary() {
        return directory.resolve("tmp");
    }

    Path lock() {
        return directory.resolve("lock");
    }

    Path evidence() {
        return directory.resolve("evidence");
    }

    /** The write-ahead log that belongs to a database; the two are moved together. */
    static Path walOf(final Path database) {
        return database.resolveSibling(database.getFileName() + ".wal");
    }

    /** A path in the evidence directory, made if need be, that does not exist yet. */
    Path newEvidence(final String prefix, final String suffix) throws IOException {
        Files.createDirectories(evidence());
        int number = 1;
        while (Files.exists(evidence().resolve(prefix + number + suffix))) {
            number++;
        }
        return evidence().resolve(prefix + number + suffix);
    }

    /** Deletes a database and its write-ahead log. */
    static void delete(final Path database) throws IOException {
        Files.deleteIfExists(walOf(database));
        Files.deleteIfExists(database);
    }

    /**
     * Puts the rebuilt file in the place of the old one. A crash at any point leaves a ledger that is whole: the old
     * one, the old one as of its last checkpoint, none (an empty one is made and settled from the journal), or the new.
     *
     * @param keptAs how the name of the old one begins among the evidence, or null not to keep it.
     * @return where the old one lies now, or null when it was not kept.
     */
    Path swapIn(final String keptAs) throws IOException {
        Path kept = null;
        final Path oldWal = walOf(database());
        if (keptAs != null && Files.exists(database())) {
            kept = newEvidence(keptAs, ".duckdb");
            if (Files.exists(oldWal)) {
                Files.move(oldWal, walOf(kept), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(database(), kept, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.deleteIfExists(oldWal);
        Files.move(rebuilding(), database(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DataDirectory.force(directory);
        return kept;
    }

    /** Writes a text for people who look for a cause, and returns its path; what fails here must not hide the cause. */
    String keepEvidence(final String prefix, final String text) {
        try {
            final Path path = newEvidence(prefix, ".txt");
            Files.writeString(path, text, StandardOpenOption.CREATE_NEW);
            return path.toString();
        } catch (final IOException e) {
            return "nowhere: " + e;
        }
    }
}
