package gavel.perf.demo;

import gavel.config.MasterKey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a demo keeps what it makes.
 * Immutable.
 */
record DemoDir(Path root) {
    /** Refuses a directory that something is in: the books of two demos are not to be mixed. */
    static void requireFresh(final Path root) {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new IllegalArgumentException("--dir: " + root + " is a file; name a folder that is new or empty");
        }
        if (Files.isDirectory(root) && root.toFile().list() == null) {
            throw new IllegalArgumentException("--dir: " + root + " can't be read; name a folder that is new or empty");
        }
        if (Files.isDirectory(root) && root.toFile().list().length > 0) {
            throw new IllegalArgumentException("--dir: " + root + " is not empty (an earlier demo's, perhaps); name a "
                + "folder that is new or empty");
        }
    }

    /** Makes the directories and copies the configuration, which is then the demo's own. */
    static DemoDir create(final Path root, final Path configSource) throws IOException {
        final DemoDir dir = new DemoDir(root.toAbsolutePath());
        Files.createDirectories(dir.logs());
        Files.createDirectories(dir.data());
        Files.createDirectories(dir.books());
        try (Stream<Path> tree = Files.walk(configSource)) {
            for (final Path source : tree.toList()) {
                final Path target = dir.conf().resolve(configSource.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target);
                }
            }
        }
        dir.makePersonalKey();
        return dir;
    }

    /** Where the configuration names no key for people's data, one is made: kept in the clear they would be a leak. */
    private void makePersonalKey() throws IOException {
        final Path server = conf().resolve("server.yaml");
        if (Files.readString(server).lines().anyMatch(line -> line.startsWith("personal:"))) {
            return;
        }
        final byte[] key = new byte[MasterKey.BYTES];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(personalKey().getParent());
        Files.createFile(personalKey(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(personalKey(), Base64.getEncoder().encodeToString(key) + "\n");
        Files.writeString(server, "personal: {key: {file: secrets/" + personalKey().getFileName() + "}}\n",
                StandardOpenOption.APPEND);
    }

    /** The key that was made, if the configuration named none. */
    Path personalKey() {
        return conf().resolve("secrets/personal.key");
    }

    Path conf() {
        return root.resolve("conf");
    }

    Path data() {
        return root.resolve("data");
    }

    Path books() {
        return root.resolve("books");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path buyerTimings() {
        return root.resolve("buyer-timings.csv");
    }

    Path leads() {
        return root.resolve("leads.csv");
    }

    /** The last lines of a child's log. */
    static List<String> tail(final Path log, final int lines) throws IOException {
        final List<String> all = Files.readAllLines(log);
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }
}
