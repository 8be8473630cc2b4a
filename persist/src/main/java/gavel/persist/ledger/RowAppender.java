package gavel.persist.ledger;

import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Stores rows inside the open transaction of a connection, and counts what the books must show afterwards. Confined to
 * the settle thread. It lives as long as the connection: what was appended and not flushed when a transaction failed
 * is gone with both.
 */
final class RowAppender implements RowSink, AutoCloseable {
    private static final int PRICE_OF_SALE = LedgerTable.SALE.indexOf("price_micros");

    private final DuckDBConnection connection;
    private final Map<LedgerTable, DuckDBAppender> appenderByTable = new EnumMap<>(LedgerTable.class);
    private final long[] rowsByTable = new long[LedgerTable.values().length];
    private BigInteger priceMicros = BigInteger.ZERO;
    private LedgerTable table;
    private DuckDBAppender appender;
    private int column;

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

    /** Counts from nothing again: a transaction begins. */
    void beginBatch() {
        Arrays.fill(rowsByTable, 0);
        priceMicros = BigInteger.ZERO;
    }

    @Override
    public RowSink begin(final LedgerTable rowTable, final long journalSequence) {
        if (table != null) {
            throw new IllegalStateException("a row of " + rowTable + " begins within one of " + table);
        }
        table = rowTable;
        column = 0;
        try {
            appender = appender(rowTable);
            appender.beginRow();
        } catch (final SQLException e) {
            throw new AppendException(e);
        }
        return number(journalSequence);
    }

    @Override
    public RowSink number(final long value) {
        if (table == LedgerTable.SALE && column == PRICE_OF_SALE) {
            priceMicros = priceMicros.add(BigInteger.valueOf(value));
        }
        try {
            switch (table.kind(column++)) {
                case NUMBER -> appender.append(value);
                case INTEGER -> appender.append(Math.toIntExact(value));
                case SMALL -> appender.append(toShortExact(value));
                case TIME -> appender.appendEpochNanos(value);
                default -> throw new IllegalStateException("a number for column " + column + " of " + table);
            }
        } catch (final SQLException e) {
            throw new AppendException(e);
        }
        return this;
    }

    @Override
    public RowSink text(final String value) {
        column++;
        try {
            appender.append(value);
        } catch (final SQLException e) {
            throw new AppendException(e);
        }
        return this;
    }

    @Override
    public RowSink nothing() {
        column++;
        try {
            appender.appendNull();
        } catch (final SQLException e) {
            throw new AppendException(e);
        }
        return this;
    }

    @Override
    public void end() {
        try {
            appender.endRow();
        } catch (final SQLException e) {
            throw new AppendException(e);
        }
        rowsByTable[table.ordinal()]++;
        table = null;
    }

    /** Makes the rows visible inside the transaction. */
    void flush() throws SQLException {
        for (final DuckDBAppender each : appenderByTable.values()) {
            each.flush();
        }
    }

    long rows(final LedgerTable ofTable) {
        return rowsByTable[ofTable.ordinal()];
    }

    /** Sum of the prices of the stored sales over all currencies: a control total, not an amount. */
    BigInteger priceMicros() {
        return priceMicros;
    }

    /** Flushes what is pending: call it while the transaction is open, or when everything is flushed. */
    @Override
    public void close() throws SQLException {
        for (final DuckDBAppender each : appenderByTable.values()) {
            each.close();
        }
    }

    private DuckDBAppender appender(final LedgerTable ofTable) throws SQLException {
        DuckDBAppender found = appenderByTable.get(ofTable);
        if (found == null) {
            found = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, ofTable.tableName());
            appenderByTable.put(ofTable, found);
        }
        return found;
    }

    private static short toShortExact(final long value) {
        if (value != (short) value) {
            throw new ArithmeticException(value + " does not fit 16 bits");
        }
        return (short) value;
    }
}
