package gavel.persist.ledger;

import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares the tables and views of a ledger with those of a new one in memory: a view that says something else would
 * change every report and not one row, and a table without its key would take a sale twice. Stateless; any thread.
 */
final class LayoutCheck {
    private static final String OBJECTS = "SELECT 'table ' || table_name, sql FROM duckdb_tables() WHERE NOT internal "
            + "UNION ALL SELECT 'view ' || view_name, sql FROM duckdb_views() WHERE NOT internal "
            + "UNION ALL SELECT 'index ' || index_name, sql FROM duckdb_indexes()";

    private LayoutCheck() {
    }

    /** Tells what is otherwise. */
    static void check(final DuckDBConnection ledger, final Consumer<String> report) throws SQLException {
        final Map<String, String> found = objects(ledger);
        final Map<String, String> wanted;
        try (Connection fresh = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
             Statement statement = fresh.createStatement()) {
            statement.execute(Sql.text("schema"));
            statement.execute(Sql.text("views"));
            wanted = objects(fresh);
        }
        final TreeSet<String> names = new TreeSet<>(found.keySet());
        names.addAll(wanted.keySet());
        for (final String name : names) {
            if (!found.containsKey(name)) {
                report.accept(name + " is missing");
            } else if (!wanted.containsKey(name)) {
                report.accept(name + " is no part of a ledger");
            } else if (!found.get(name).equals(wanted.get(name))) {
                report.accept(name + " is not as this layout has it: " + found.get(name));
            }
        }
        requireOneVersion(ledger, report);
    }

    private static void requireOneVersion(final Connection connection, final Consumer<String> report)
            throws SQLException {
        try (Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery("SELECT count(*), max(version) FROM schema_version")) {
            result.next();
            if (result.getLong(1) != 1 || result.getLong(2) != Ledger.SCHEMA_VERSION) {
                report.accept("schema_version has " + result.getLong(1) + " rows, the last of them "
                        + result.getLong(2));
            }
        }
    }

    private static Map<String, String> objects(final Connection connection) throws SQLException {
        final Map<String, String> sqlByName = new TreeMap<>();
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(OBJECTS)) {
            while (result.next()) {
                sqlByName.put(result.getString(1), String.valueOf(result.getString(2)));
            }
        }
        return sqlByName;
    }
}
