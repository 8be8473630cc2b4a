package gavel.server.system;

import org.duckdb.DuckDBDriver;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Asks the ledger of a stopped server. Stateless. */
final class LedgerView {
    private LedgerView() {
    }

    /** The first column of the first row, as text. */
    static String ask(final Path data, final String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file(data));
             Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : "none";
        }
    }

    /** Changes what nobody may change. */
    static void spoil(final Path data, final String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file(data));
             Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The same under a running server: in one process the engine is one, as long as its settings are the same. */
    static void spoilRunning(final Path data, final long memoryBytes, final String sql) throws SQLException {
        final Properties settings = new Properties();
        settings.setProperty("threads", "1");
        settings.setProperty("memory_limit", memoryBytes + "B");
        settings.setProperty("temp_directory", data.resolve("ledger/tmp").toAbsolutePath().toString());
        settings.setProperty("max_temp_directory_size", "4GB");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("checkpoint_threshold", "64MB");
        settings.setProperty("lock_configuration", "true");
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file(data), settings);
             Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Path file(final Path data) {
        return data.resolve("ledger/ledger.duckdb").toAbsolutePath();
    }
}
