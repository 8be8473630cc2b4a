package gavel.persist.ledger;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * Removes the 72 MB copy of itself that the database's driver leaves in the temporary directory at each start. Any
 * thread. The driver names the copy, loads it and deletes it at an orderly exit only; on Linux a loaded library needs
 * its name no more, so the name is taken away as soon as it is loaded, and a kill leaves nothing behind.
 */
final class NativeLibrary {
    private static final String PREFIX = "libduckdb_java";
    private static final String MAPPINGS = "/proc/self/maps";
    /** A copy this much older than ours was left by a process that died while it was unpacking. */
    private static final long STALE_MS = 10 * 60 * 1000;

    private NativeLibrary() {
    }

    /** Unlinks the loaded copy, and stale ones beside it. Returns how many were removed. */
    static int removeCopies() {
        final Path maps = Path.of(MAPPINGS);
        if (!Files.isReadable(maps)) {
            return 0;
        }
        try {
            final Path copy = loadedCopy(Files.readAllLines(maps));
            return copy == null || !Files.exists(copy) ? 0 : removeCopies(copy);
        } catch (final IOException e) {
            return 0;
        }
    }

    /** Where the library was loaded from, if that is a copy in the temporary directory. */
    static Path loadedCopy(final List<String> mappings) {
        final Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
        for (final String mapping : mappings) {
            final int slash = mapping.indexOf('/');
            if (slash >= 0 && mapping.contains(PREFIX) && !mapping.endsWith(" (deleted)")) {
                final Path path = Path.of(mapping.substring(slash));
                return path.startsWith(temporary) ? path : null;
            }
        }
        return null;
    }

    static int removeCopies(final Path ours) throws IOException {
        final FileTime unpacked = Files.getLastModifiedTime(ours);
        int removed = 0;
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(ours.getParent(), PREFIX + "*.so")) {
            for (final Path copy : copies) {
                final long olderMs = unpacked.toMillis() - Files.getLastModifiedTime(copy).toMillis();
                if (copy.equals(ours) || olderMs > STALE_MS) {
                    Files.deleteIfExists(copy);
                    removed++;
                }
            }
        }
        return removed;
    }
}
