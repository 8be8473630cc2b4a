package gavel.buyersim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Reads the book of an earlier run, so that a post it holds is not booked again. Confined to the starting thread.
 *
 * <p>A line that was torn by the death of the process is passed over: what it told of was never on disk.
 */
final class BookReader {
    private static final int COLUMNS = 6;

    private BookReader() {
    }

    /** Hands every decided post to {@code sink}; returns how many there were, 0 for a file that isn't there. */
    static int read(final Path file, final BiConsumer<String, Exchange.Sale> sink) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        int count = 0;
        String text = Files.readString(file, StandardCharsets.UTF_8);
        for (List<String> row : rows(text)) {
            if (row.size() == COLUMNS && (row.get(2).equals("accepted") || row.get(2).equals("rejected"))) {
                try {
                    sink.accept(row.get(1), new Exchange.Sale(Instant.parse(row.get(0)).toEpochMilli(),
                        row.get(2).equals("accepted"), Long.parseLong(row.get(3)), row.get(4)));
                    count++;
                } catch (DateTimeParseException | NumberFormatException e) {
                    throw new IOException(file + " is not a book: " + row, e);
                }
            }
        }
        return count;
    }

    private static List<List<String>> rows(final String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                boolean isEscape = isQuoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (isEscape) {
                    cell.append('"');
                    i++;
                } else {
                    isQuoted = !isQuoted;
                }
            } else if (isQuoted || c != ',' && c != '\n') {
                cell.append(c);
            } else {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            }
        }
        return rows;
    }
}
