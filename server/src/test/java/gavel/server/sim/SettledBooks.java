package gavel.server.sim;

import gavel.persist.journal.JournalReader;
import gavel.persist.ledger.Ledger;
import gavel.persist.ledger.LedgerCheck;
import gavel.persist.ledger.SettleAgent;
import gavel.server.path.SampleServer;
import gavel.server.start.JournalSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Carries a stopped server's journal into a ledger, and compares it with sums added up one by one. One thread. */
final class SettledBooks {
    private static final long MEMORY_BYTES = 256L << 20;

    private SettledBooks() {
    }

    static void check(final Path directory, final Map<String, Long> naive) throws SQLException {
        final Path database;
        try (JournalReader reader = new JournalReader(directory.resolve("journal"));
             Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final long[] nowNs = {0};
            final SettleAgent settle = new SettleAgent(ledger, new JournalSource(reader,
                    () -> JournalReader.NO_LIMIT), new SampleServer().config().server().settle(),
                    () -> nowNs[0] += 1_000_000_000L);
            while (settle.doWork() > 0) {
                assertFalse(settle.isBreached());
            }
            assertNull(settle.lastError());
            settle.onClose();
            database = ledger.database();
        }
        assertEquals(naive, balances(database));
        assertEquals(0, naive.values().stream().mapToLong(Long::longValue).sum(), "the accounts do not sum to zero");
        try (JournalReader reader = new JournalReader(directory.resolve("journal"))) {
            assertEquals(List.of(), LedgerCheck.verify(directory, new JournalSource(reader,
                    () -> JournalReader.NO_LIMIT), MEMORY_BYTES).list());
        }
    }

    private static Map<String, Long> balances(final Path database) throws SQLException {
        final Map<String, Long> balances = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
             Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery("SELECT account, micros FROM balances")) {
            while (result.next()) {
                balances.put(result.getString(1), result.getLong(2));
            }
        }
        return balances;
    }
}
