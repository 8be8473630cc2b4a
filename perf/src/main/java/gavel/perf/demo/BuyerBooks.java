package gavel.perf.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the books of simulated buyers: one {@code BUYER.csv} each, with
 * {@code time_iso,lead_ref,decision,price_micros,reference,answered}.
 * Stateless.
 */
final class BuyerBooks {
    private static final int COLUMNS = 6;

    private BuyerBooks() {
    }

    /** Every acceptance of every buyer. */
    static List<BuyerSale> read(final Path dir) throws IOException {
        final List<BuyerSale> sales = new ArrayList<>();
        try (Stream<Path> files = Files.list(dir)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".csv")).sorted().toList()) {
                readOne(file, sales);
            }
        }
        return sales;
    }

    private static void readOne(final Path file, final List<BuyerSale> sales) throws IOException {
        final String name = file.getFileName().toString();
        final String buyer = name.substring(0, name.length() - ".csv".length());
        int row = 0;
        for (final String line : Files.readAllLines(file)) {
            row++;
            if (row == 1 || line.isBlank()) {
                continue;
            }
            final String[] cells = line.split(",", -1);
            if (cells.length != COLUMNS || !cells[3].matches("\\d{1,18}")) {
                throw new IOException(file + ":" + row + ": not a line of a book: " + line);
            }
            if ("accepted".equals(cells[2])) {
                sales.add(new BuyerSale(buyer, cells[1], Long.parseLong(cells[3]), "yes".equals(cells[5])));
            }
        }
    }
}
