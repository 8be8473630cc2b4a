package gavel.server.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Markdown page of the project, as its tests look at it. Immutable; any thread. */
final class Page {
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

    private final String text;

    private Page(final String text) {
        this.text = text;
    }

    /** A page by its path in the project. */
    static Page of(final String path) {
        return new Page(read(root().resolve(path)));
    }

    /** Where the project begins. */
    static Path root() {
        Path dir = Path.of("").toAbsolutePath();
        while (!Files.exists(dir.resolve("bin/gavel"))) {
            dir = dir.getParent();
        }
        return dir;
    }

    static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }

    /** The rows of the table whose header begins with these words; each cell without blanks around it. */
    List<List<String>> table(final String... header) {
        final List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (final String line : text.split("\n")) {
            final List<String> cells = cells(line);
            if (inside && cells.isEmpty()) {
                return rows;
            }
            if (inside && !cells.get(0).startsWith("---")) {
                rows.add(cells);
            }
            inside |= cells.size() >= header.length && cells.subList(0, header.length).equals(List.of(header));
        }
        if (!inside) {
            throw new AssertionError("no table " + Arrays.toString(header));
        }
        return rows;
    }

    /** One column of a table, without back quotes. */
    List<String> column(final int column, final String... header) {
        return table(header).stream().map(row -> row.get(column).replace("`", "")).collect(Collectors.toList());
    }

    /** The contents of all fenced blocks of a language. */
    List<String> blocks(final String language) {
        final List<String> blocks = new ArrayList<>();
        final Matcher matcher = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$").matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                blocks.add(matcher.group(2));
            }
        }
        return blocks;
    }

    /** What stands between back quotes, outside fenced blocks. */
    List<String> code() {
        final List<String> code = new ArrayList<>();
        final Matcher matcher = CODE.matcher(text.replaceAll("(?ms)^```.*?^```$", ""));
        while (matcher.find()) {
            code.add(matcher.group(1));
        }
        return code;
    }

    /** Words of a cell that are separated by commas or bars. */
    static List<String> words(final String cell) {
        return Arrays.stream(cell.split("[,|]")).map(String::strip).filter(word -> !word.isEmpty())
                .collect(Collectors.toList());
    }

    private static List<String> cells(final String line) {
        if (!line.startsWith("|")) {
            return List.of();
        }
        final String inner = line.substring(1, line.length() - 1);
        return Arrays.stream(inner.split("\\|", -1)).map(String::strip).collect(Collectors.toList());
    }
}
