package gavel.persist.ledger;

import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Stores rows inside one open transaction, and counts what the books must show afterwards. Confined to the settle
 * thread; used for one transaction and closed.
 */
final class RowAppender implements RowSink, AutoCloseable {
    private final DuckDBConnection connection;
    private final Map<LedgerTable, DuckDBAppender> appenderByTable = new EnumMap<>(LedgerTable.class);
    private final long[] rowsByTable = new long[LedgerTable.values().length];
    private BigInteger priceMicros = BigInteger.ZERO;

    /** A row could not be stored. */
    static final class AppendException extends RuntimeException {
        AppendException(final SQLException cause) {
            super(cause);
        }

        SQLException sqlCause() {
            return (SQLException) getCause();
        }
    }

    RowAppender(final DuckDBConnection connection) {
        this.connection = connection;
    }

    @Override
    public void row(final LedgerTable table, final Object... values) {
        final List<LedgerTable.Column> columns = table.columns();
        if (values.length != columns.size()) {
            throw new IllegalStateException(values.length + " values for the " + columns.size() + " columns of "
                    + table.tableName());
        }
        try {
            final DuckDBAppender appender = appender(table);
            appender.beginRow();
            for (int i = 0; i < values.length; i++) {
                append(appender, columns.get(i).kind(), values[i]);
            }
            appender.endRow();
        } catch (final SQLException e) {
            throw new AppendException(e);
        }
        rowsByTable[table.ordinal()]++;
        if (table == LedgerTable.SALES) {
            final long price = (Long) values[table.indexOf("price_micros")];
            priceMicros = priceMicros.add(BigInteger.valueOf(price));
        }
    }

    /** Makes the rows visible inside the transaction. */
    void flush() throws SQLException {
        for (final DuckDBAppender appender : appenderByTable.values()) {
            appender.flush();
        }
    }

    long rows(final LedgerTable table) {
        return rowsByTable[table.ordinal()];
    }

    /** Sum of the prices of the stored sales over all currencies: a control total, not an amount. */
    BigInteger priceMicros() {
        return priceMicros;
    }

    @Override
    public void close() throws SQLException {
        for (final DuckDBAppender appender : appenderByTable.values()) {
            appender.close();
        }
    }

    private DuckDBAppender appender(final LedgerTable table) throws SQLException {
        DuckDBAppender appender = appenderByTable.get(table);
        if (appender == null) {
            appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table.tableName());
            appenderByTable.put(table, appender);
        }
        return appender;
    }

    private static void append(final DuckDBAppender appender, final LedgerTable.Kind kind, final Object value)
            throws SQLException {
        if (value == null) {
            appender.appendNull();
            return;
        }
        switch (kind) {
            case NUMBER -> appender.append(((Long) value).longValue());
            case TIME -> appender.appendEpochNanos((Long) value);
            case TEXT -> appender.append((String) value);
            default -> throw new IllegalStateException("kind " + kind);
        }
    }
}
