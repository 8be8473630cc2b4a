package gavel.perf.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When which buyer had which lead, from the file that simulated buyers write:
 * {@code lead_ref,buyer,ping|post,received_ns,answered_ns}, the last one empty where there was no answer.
 * Read-only once made.
 *
 * <p>The clock is {@link System#nanoTime} of another process of the same machine, which on Linux is the same clock.
 */
public final class BuyerTimings {
    private static final int COLUMNS = 5;
    private static final int MAX_LOOKS = 10;
    private static final long LOOK_MS = 500;

    private final Map<String, List<BuyerCall>> callsByLeadRef = new HashMap<>();
    private long rows;

    private BuyerTimings() {
    }

    /** Reads a file; a heading line is skipped, a last line that was cut off too. */
    public static BuyerTimings read(final Path file) throws IOException {
        final BuyerTimings timings = new BuyerTimings();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String line = in.readLine();
            while (line != null) {
                final String next = in.readLine();
                timings.addRow(line, next == null);
                line = next;
            }
        }
        return timings;
    }

    /** The same, once its writer has been quiet for half a second, or after five seconds. */
    public static BuyerTimings readWhenQuiet(final Path file) throws IOException, InterruptedException {
        long size = -1;
        for (int look = 0; look < MAX_LOOKS && size != Files.size(file); look++) {
            size = Files.size(file);
            Thread.sleep(LOOK_MS);
        }
        return read(file);
    }

    private void addRow(final String line, final boolean isLast) throws IOException {
        if (line.isBlank() || rows == 0 && line.startsWith("lead_ref,")) {
            return;
        }
        final String[] cells = line.split(",", -1);
        try {
            if (cells.length != COLUMNS) {
                throw new IOException("buyers' timings: " + COLUMNS + " columns expected: " + line);
            }
            add(cells[0], new BuyerCall(cells[1], isPost(cells[2]), Long.parseLong(cells[3]),
                cells[4].isEmpty() ? 0 : Long.parseLong(cells[4])));
        } catch (final IOException | NumberFormatException e) {
            if (!isLast) {
                throw new IOException("buyers' timings, row " + (rows + 1) + ": " + e.getMessage(), e);
            }
        }
    }

    private static boolean isPost(final String kind) throws IOException {
        return switch (kind) {
            case "ping" -> false;
            case "post" -> true;
            default -> throw new IOException("neither ping nor post: " + kind);
        };
    }

    private void add(final String leadRef, final BuyerCall call) {
        callsByLeadRef.computeIfAbsent(leadRef, ref -> new ArrayList<>()).add(call);
        rows++;
    }

    /** The calls for a lead, in the order of the file; empty if nobody was asked. */
    public List<BuyerCall> calls(final String leadRef) {
        return callsByLeadRef.getOrDefault(leadRef, List.of());
    }

    public long rows() {
        return rows;
    }
}
