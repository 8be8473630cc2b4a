package gavel.persist.journal;

import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Prints a journal, one line for each record: names and values in columns for people, or one JSON object for programs.
 * Reads only, takes no lock. Confined to one thread.
 */
public final class JournalPrinter {
    private static final int SEQUENCE_WIDTH = 10;
    private static final int KIND_WIDTH = 10;

    private final Path directory;
    private final long fromSequence;
    private final RecordKind kind;
    private final boolean isJson;

    /**
     * What to print.
     *
     * @param directory    the data directory, or the journal's own.
     * @param fromSequence the first to print; before the first there is, means that one.
     * @param kind         the only kind to print, or null for all.
     * @param isJson       JSON lines instead of columns.
     */
    public JournalPrinter(final Path directory, final long fromSequence, final RecordKind kind,
                          final boolean isJson) {
        this.directory = JournalVerifier.journalOf(directory);
        this.fromSequence = fromSequence;
        this.kind = kind;
        this.isJson = isJson;
    }

    /**
     * Prints as far as the journal goes.
     *
     * @return records printed.
     * @throws JournalException it is damaged, or a newer version wrote it; what was read before that is printed.
     */
    public long print(final Appendable out) throws IOException {
        final RecordDecoder decoder = new RecordDecoder();
        final StringBuilder line = new StringBuilder();
        final long[] count = new long[1];
        try (JournalReader reader = new JournalReader(directory)) {
            reader.seek(Math.max(fromSequence, reader.nextSequence()));
            while (reader.next((location, buffer, offset, length) -> {
                line.setLength(0);
                if (kind == null || kind.code() == RecordHeader.kindCode(buffer, offset)) {
                    format(RecordFields.of(decoder.wrap(buffer, offset), length), line);
                    count[0]++;
                }
            }, JournalReader.NO_LIMIT)) {
                out.append(line);
            }
        }
        return count[0];
    }

    private void format(final Map<String, Object> fields, final StringBuilder line) {
        char separator = isJson ? '{' : '\0';
        for (final Map.Entry<String, Object> field : fields.entrySet()) {
            if (separator != '\0') {
                line.append(separator);
            }
            if (isJson) {
                json(field.getKey(), line);
                line.append(':');
                jsonValue(field.getValue(), line);
                separator = ',';
            } else {
                column(field.getKey(), field.getValue(), line);
                separator = ' ';
            }
        }
        line.append(isJson ? "}\n" : "\n");
    }

    private static void column(final String name, final Object value, final StringBuilder line) {
        final int from = line.length();
        line.append(name).append('=');
        if (value instanceof List<?> list) {
            line.append(quoted(String.join(",", list.stream().map(String::valueOf).toList())));
        } else {
            line.append(quoted(value.toString()));
        }
        final int width = name.length() + 1 + switch (name) {
            case "seq" -> SEQUENCE_WIDTH;
            case "kind" -> KIND_WIDTH;
            default -> 0;
        };
        while (line.length() - from < width) {
            line.append(' ');
        }
    }

    private static String quoted(final String text) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c != '"' && !Character.isISOControl(c))) {
            return text;
        }
        final StringBuilder line = new StringBuilder();
        json(text, line);
        return line.toString();
    }

    private static void jsonValue(final Object value, final StringBuilder line) {
        if (value instanceof Number) {
            line.append(value);
        } else if (value instanceof List<?> list) {
            line.append('[');
            for (int i = 0; i < list.size(); i++) {
                json(list.get(i).toString(), i == 0 ? line : line.append(','));
            }
            line.append(']');
        } else {
            json(value.toString(), line);
        }
    }

    private static void json(final String text, final StringBuilder line) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
