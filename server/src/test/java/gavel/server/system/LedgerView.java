package gavel.server.system;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

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

    private static Path file(final Path data) {
        return data.resolve("ledger/ledger.duckdb").toAbsolutePath();
    }
}
