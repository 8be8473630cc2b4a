package gavel.config.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists and reads the files of a configuration. One thread. */
final class ConfigFolder {
    static final int FILE_MAX_BYTES = 1 << 20;
    static final String SERVER = "server.yaml";
    private static final List<String> FOLDERS = List.of("verticals", "buyers", "publishers", "offers");
    private static final String SUFFIX = ".yaml";

    /** A file, its path relative to the folder, and the id that it must have. */
    record Entry(String name, String id, Path path) {
    }

    private final Path dir;
    private final Findings findings;
    private int fileCount;

    ConfigFolder(final Path dir, final Findings findings) {
        this.dir = dir;
        this.findings = findings;
    }

    int fileCount() {
        return fileCount;
    }

    /** Whether the folder is there; looks at its own entries for names that are nearly right. */
    boolean isThere() {
        if (!Files.isDirectory(dir)) {
            findings.problem(new Place(dir.toString(), 1, 1), "", "there is no such folder");
            return false;
        }
        for (final Path entry : entries(dir, "")) {
            final String name = entry.getFileName().toString();
            if (Files.isDirectory(entry) && !FOLDERS.contains(name)) {
                final String meant = Suggestion.of(name, FOLDERS);
                if (!meant.isEmpty()) {
                    findings.problem(new Place(name, 1, 1), "", "unknown folder" + meant);
                }
            } else if (Files.isRegularFile(entry) && !name.equals(SERVER) && isYaml(name)) {
                findings.problem(new Place(name, 1, 1), "", "only " + SERVER + " stands here; others go to "
                        + String.join(", ", FOLDERS));
            }
        }
        return true;
    }

    private static boolean isYaml(final String name) {
        return name.endsWith(SUFFIX) || name.endsWith(".yml");
    }

    Entry server() {
        return new Entry(SERVER, "", dir.resolve(SERVER));
    }

    /** The files of one of the folders, by id; none when it is missing. */
    List<Entry> list(final String folder) {
        final List<Entry> found = new ArrayList<>();
        final Path path = dir.resolve(folder);
        if (!Files.exists(path)) {
            return found;
        }
        for (final Path entry : entries(path, folder)) {
            final String name = entry.getFileName().toString();
            final String relative = folder + "/" + name;
            if (name.startsWith(".") || !isYaml(name)) {
                continue;
            }
            final String id = name.substring(0, name.lastIndexOf('.'));
            if (!name.endsWith(SUFFIX)) {
                findings.problem(new Place(relative, 1, 1), "", "the file's name must end in " + SUFFIX);
            } else if (!Value.ID.matcher(id).matches()) {
                findings.problem(new Place(relative, 1, 1), "", "the file's name must be an id: lower-case letters, "
                        + "digits and hyphens, at most 63, and " + SUFFIX);
            } else {
                found.add(new Entry(relative, id, entry));
            }
        }
        found.sort(Comparator.comparing(Entry::id));
        return found;
    }

    private List<Path> entries(final Path path, final String name) {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.sorted().toList();
        } catch (final IOException e) {
            findings.problem(new Place(name.isEmpty() ? path.toString() : name, 1, 1), "",
                    "can't list the folder: " + e.getClass().getSimpleName());
            return List.of();
        }
    }

    /** The text of a file, or empty when it can't be had, which is reported. */
    Optional<String> text(final Entry entry) {
        final Place top = new Place(entry.name(), 1, 1);
        fileCount++;
        if (!Files.isRegularFile(entry.path())) {
            findings.problem(top, "", Files.exists(entry.path()) ? "is not a file" : "there is no such file");
            return Optional.empty();
        }
        try {
            if (Files.size(entry.path()) > FILE_MAX_BYTES) {
                findings.problem(top, "", "the file is larger than " + Units.size(FILE_MAX_BYTES));
                return Optional.empty();
            }
            return decoded(entry, Files.readAllBytes(entry.path()));
        } catch (final IOException e) {
            findings.problem(top, "", "can't read the file: " + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private Optional<String> decoded(final Entry entry, final byte[] bytes) {
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        final CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        final CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        final String text = out.flip().toString();
        if (result.isError()) {
            final int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
            findings.problem(new Place(entry.name(), line, text.length() - text.lastIndexOf('\n')), "",
                    "the file is not UTF-8 text");
            return Optional.empty();
        }
        return Optional.of(text.startsWith("\ufeff") ? text.substring(1) : text);
    }
}
