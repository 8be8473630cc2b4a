package gavel.persist.ledger;

import gavel.persist.ledger.RowAppender.AppendException;
import gavel.persist.record.RecordHeader;
import org.agrona.DirectBuffer;
import org.duckdb.DuckDBConnection;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Carries records into the ledger, each exactly once: rows and position are one transaction. Confined to one thread.
 * After any exception the connection is gone and nothing of the batch is stored; the next call reads the position
 * back and begins again. A {@link BooksException} must not be followed by another call.
 */
final class Settlement implements AutoCloseable {
    /** Fewer make pauses shorter than a thread sleeps; more keep a core from others for longer. */
    static final int SLICE_RECORDS = 256;
    private static final String UNIQUE_VIOLATION = "23000";
    private static final int EVIDENCE_MAX_CHARS = 2_000;

    private final Ledger ledger;
    private final RecordSource source;
    private final Runnable betweenSlices;
    private final BatchHook hook;
    private DuckDBConnection connection;
    private PreparedStatement moveStatement;
    private PreparedStatement checkStatement;
    private long position;
    private long crc;
    private HashChain rowChain;
    private HashChain recordChain;
    private LedgerHead head = LedgerHead.START;
    private long sales;
    private long clicks;
    private long expected;
    private long batchCrc;
    private boolean isBegun;
    private RowAppender rows;
    private RecordRows mapping;

    /** What a test does to a batch before its checks: damage it, or die. */
    @FunctionalInterface
    interface BatchHook {
        /** Called inside the transaction, with all rows flushed. */
        void beforeCommit(Connection connection) throws SQLException;
    }

    /**
     * @param betweenSlices run within a batch after every {@link #SLICE_RECORDS} records, when more may follow.
     * @param hook          null where nothing is tested.
     */
    Settlement(final Ledger ledger, final RecordSource source, final Runnable betweenSlices, final BatchHook hook) {
        this.ledger = ledger;
        this.source = source;
        this.betweenSlices = betweenSlices;
        this.hook = hook;
    }

    /**
     * Settles the next records, at most {@code limit}.
     *
     * @return how many; 0 when the journal has no more.
     */
    int settle(final int limit) throws SQLException {
        try {
            if (connection == null) {
                start();
            }
            return settleBatch(limit);
        } catch (final AppendException e) {
            throw failed(e.sqlCause());
        } catch (final SQLException e) {
            throw failed(e);
        } catch (final RuntimeException e) {
            discard();
            throw e;
        }
    }

    long position() {
        return position;
    }

    /** As of the last commit. */
    LedgerHead head() {
        return head;
    }

    /** Has what was committed last looked at; between batches. */
    void look(final LedgerWatch watch) throws SQLException {
        if (connection != null) {
            watch.look(new LedgerWatch.Written(position, crc, new RowGroups.Seal(rowChain.link(), head.link()), sales,
                    clicks));
        }
    }

    long sales() {
        return sales;
    }

    long clicks() {
        return clicks;
    }

    /** The appenders go first: what they still hold falls into the transaction, and is given up with it. */
    @Override
    public void close() {
        Ledger.closeQuietly(rows);
        rows = null;
        Ledger.closeQuietly(moveStatement);
        Ledger.closeQuietly(checkStatement);
        Ledger.closeQuietly(connection);
        connection = null;
    }

    private void start() throws SQLException {
        connection = ledger.connect();
        try (Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery("SELECT sequence, record_crc, (SELECT count(*) FROM sale), "
                     + "(SELECT count(*) FROM click), (SELECT count(*) FROM position), rows_sha256, records_sha256 "
                     + "FROM position")) {
            if (!result.next() || result.getLong(5) != 1) {
                throw new BooksException("the ledger has not one position but none or several");
            }
            position = result.getLong(1);
            crc = result.getLong(2);
            sales = result.getLong(3);
            clicks = result.getLong(4);
            rowChain = new HashChain(result.getString(6));
            recordChain = new HashChain(result.getString(7));
            head = new LedgerHead(position, recordChain.link());
        }
        requireBalanced(Sql.text("unbalanced-total"));
        requireSameHistory();
        moveStatement = connection.prepareStatement(
                "UPDATE position SET sequence = $1, record_crc = $2, rows_sha256 = $3, records_sha256 = $4 "
                        + "WHERE sequence = $5 AND records_sha256 = $6");
        checkStatement = connection.prepareStatement(Sql.text("batch-check"));
        rows = new RowAppender(connection);
        mapping = new RecordRows(Names.load(connection), new ChainedRows(rowChain, recordChain, rows));
    }

    private void requireSameHistory() {
        if (position == 0) {
            return;
        }
        final int found = source.read(position, 1, (buffer, offset, length) -> {
            if (RecordHeader.sequence(buffer, offset) != position || RecordHeader.crc(buffer, offset) != crc) {
                throw new BooksException("record " + position + " of the journal is not the one that the ledger was "
                        + "built from: `gavel ledger verify DIR`, then `gavel ledger rebuild DIR`");
            }
        });
        if (found == 0) {
            throw new BooksException("the ledger stands at record " + position + ", which the journal does not have: "
                    + "the journal has lost its end, or belongs to another ledger");
        }
    }

    private void requireBalanced(final String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            if (result.next()) {
                throw new BooksException("the entries in " + result.getString(1) + " sum to " + result.getString(2)
                        + " micro-units instead of 0: `gavel ledger verify DIR`");
            }
        }
    }

    private int settleBatch(final int limit) throws SQLException {
        expected = position;
        isBegun = false;
        final int count = readBatch(limit);
        if (expected - position != count) {
            throw new BooksException("the journal said that it handed over " + count + " records, and handed over "
                    + (expected - position));
        }
        if (count == 0) {
            return 0;
        }
        rows.flush();
        if (hook != null) {
            hook.beforeCommit(connection);
        }
        movePosition();
        requireBatchBalanced();
        execute("COMMIT");
        position = expected;
        crc = batchCrc;
        head = new LedgerHead(position, recordChain.link());
        sales += rows.rows(LedgerTable.SALE);
        clicks += rows.rows(LedgerTable.CLICK);
        return count;
    }

    private int readBatch(final int limit) {
        int count = 0;
        while (true) {
            final int slice = Math.min(SLICE_RECORDS, limit - count);
            final int read = source.read(position + count + 1, slice, this::onRecord);
            count += read;
            if (read < slice || count == limit) {
                return count;
            }
            betweenSlices.run();
        }
    }

    private void onRecord(final DirectBuffer buffer, final int offset, final int length) {
        final long sequence = RecordHeader.sequence(buffer, offset);
        if (sequence != expected + 1) {
            throw new BooksException("the journal goes from record " + expected + " to " + sequence);
        }
        if (!isBegun) {
            begin();
        }
        mapping.accept(buffer, offset);
        expected = sequence;
        batchCrc = RecordHeader.crc(buffer, offset);
    }

    private void begin() {
        try {
            execute("BEGIN TRANSACTION");
        } catch (final SQLException e) {
            throw new AppendException(e);
        }
        rows.beginBatch();
        isBegun = true;
    }

    private void movePosition() throws SQLException {
        moveStatement.setLong(1, expected);
        moveStatement.setLong(2, batchCrc);
        moveStatement.setString(3, rowChain.link());
        moveStatement.setString(4, recordChain.link());
        moveStatement.setLong(5, position);
        moveStatement.setString(6, head.link());
        if (moveStatement.executeUpdate() != 1) {
            throw new BooksException("the position is no longer " + position + ": somebody else writes the ledger");
        }
    }

    private void requireBatchBalanced() throws SQLException {
        checkStatement.setLong(1, position);
        try (ResultSet result = checkStatement.executeQuery()) {
            result.next();
            if (result.getLong(4) != 0) {
                throw unbalanced();
            }
            final BigInteger price = rows.priceMicros();
            if (result.getLong(1) != rows.rows(LedgerTable.SALE)
                    || !price.equals(new BigInteger(result.getString(2)))
                    || result.getLong(3) != rows.rows(LedgerTable.ENTRY)) {
                throw new BooksException("records " + (position + 1) + " to " + expected + " gave "
                        + rows.rows(LedgerTable.SALE) + " sales at " + price + " micro-units and "
                        + rows.rows(LedgerTable.ENTRY) + " entries, and the ledger shows " + result.getLong(1)
                        + " at " + result.getString(2) + " and " + result.getLong(3));
            }
        }
    }

    private BooksException unbalanced() throws SQLException {
        final StringBuilder causes = new StringBuilder();
        try (PreparedStatement query = connection.prepareStatement(Sql.text("unbalanced"))) {
            query.setLong(1, position);
            try (ResultSet result = query.executeQuery()) {
                while (result.next() && causes.length() < EVIDENCE_MAX_CHARS) {
                    causes.append(causes.length() == 0 ? "" : "; ").append("the entries of record ")
                            .append(result.getLong(1)).append(" sum to ").append(result.getString(3))
                            .append(" micro-units of ").append(result.getString(2)).append(" instead of 0");
                }
            }
        }
        return new BooksException(causes.toString());
    }

    private void execute(final String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private SQLException failed(final SQLException e) {
        discard();
        if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
            throw new BooksException("records from " + (position + 1) + " repeat what is in the ledger already, or "
                    + "each other: " + e.getMessage(), e);
        }
        return e;
    }

    private void discard() {
        close();
        ledger.discard();
    }
}
