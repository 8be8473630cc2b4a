package gavel.persist.ledger;

import org.duckdb.DuckDBConnection;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;

/**
 * Looks at the ledger while the server runs: whether it still is what settlement wrote. Confined to the settle thread,
 * between batches, with a connection of its own. A look costs the same however large the ledger is: what is new, the
 * records since the seal before the last one, and the next {@link #SWEEP_RECORDS} of those before them.
 */
public final class LedgerWatch {
    /** Records of each look's share of the old ones. More comes round sooner, and takes longer; whole seals. */
    static final int SWEEP_RECORDS = 4 * ChainedRows.SEAL_RECORDS;
    private static final int EVIDENCE_MAX_CHARS = 1 << 20;

    private final Ledger ledger;
    private final Supplier<Forced> forced;
    private final StringBuilder wrong = new StringBuilder();
    private final StringBuilder evidence = new StringBuilder();
    private Forced awaited;
    private Written last;
    private long swept;
    private long checked;

    /**
     * What was forced, as it is counted by who forces.
     *
     * @param sequence of the last record that was counted; settlement sees none beyond it.
     * @param sales    sales among the records up to it.
     */
    public record Forced(long sequence, long sales) {
    }

    /**
     * What settlement has written, as it knows by itself.
     *
     * @param sequence of the last record.
     * @param crc      of that record.
     * @param links    of both chains at it.
     * @param sales    sales in the ledger.
     * @param clicks   clicks in it.
     */
    record Written(long sequence, long crc, RowGroups.Seal links, long sales, long clicks) {
    }

    /**
     * @param forced null where nobody counts.
     */
    LedgerWatch(final Ledger ledger, final Supplier<Forced> forced) {
        this.ledger = ledger;
        this.forced = forced;
    }

    /** Records whose rows were held against the chain. */
    long checked() {
        return checked;
    }

    /**
     * Looks once.
     *
     * @throws BooksException when something is wrong: with what, and the rows in question as evidence.
     */
    void look(final Written written) throws SQLException {
        try (DuckDBConnection connection = ledger.connect()) {
            checkPosition(connection, written);
            checkNew(connection, written);
            checkForced(connection, written);
            checkNewest(connection, written);
            sweep(connection, written);
        }
        if (wrong.length() > 0) {
            throw new BooksException("the ledger is no longer what was settled: " + wrong, evidence.toString());
        }
        last = written;
    }

    private void checkPosition(final DuckDBConnection connection, final Written written) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(
                "SELECT sequence, record_crc, rows_sha256, records_sha256 FROM position")) {
            final boolean isThere = result.next();
            if (!isThere || result.getLong(1) != written.sequence() || result.getLong(2) != written.crc()
                    || !new RowGroups.Seal(result.getString(3), result.getString(4)).equals(written.links())) {
                onWrong(written.sequence(), "the position is " + (isThere ? result.getLong(1) + " with checksum "
                        + result.getLong(2) + " and links " + result.getString(3) + " and " + result.getString(4)
                        : "not there") + ", and " + written + " was written");
            } else if (result.next()) {
                onWrong(written.sequence(), "there is more than one position");
            }
        }
    }

    /** All accounts sum to zero: they did at the start of settlement, so what is new must. */
    private void checkNew(final DuckDBConnection connection, final Written written) throws SQLException {
        if (last == null) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(Sql.text("watch-new"))) {
            statement.setLong(1, last.sequence());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                final long sales = written.sales() - last.sales();
                final long clicks = written.clicks() - last.clicks();
                if (result.getLong(1) != sales || result.getLong(2) != clicks || result.getLong(3) != 0) {
                    onWrong(written.sequence(), "records " + (last.sequence() + 1) + " to " + written.sequence()
                            + " brought " + sales + " sales and " + clicks + " clicks, and the ledger shows "
                            + result.getLong(1) + " and " + result.getLong(2) + ", with entries that do not sum to "
                            + "zero in " + result.getLong(3) + " currencies");
                }
            }
        }
    }

    /** What was forced last time must be there as soon as settlement has come so far. */
    private void checkForced(final DuckDBConnection connection, final Written written) throws SQLException {
        if (forced == null) {
            return;
        }
        final Forced now = forced.get();
        if (written.sequence() > now.sequence()) {
            onWrong(written.sequence(), "the ledger has it, and the journal was forced up to " + now.sequence());
        }
        awaited = awaited == null ? now : awaited;
        if (written.sequence() < awaited.sequence()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT count(*) FROM sale WHERE journal_sequence > $1")) {
            statement.setLong(1, awaited.sequence());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                final long sales = written.sales() - result.getLong(1);
                if (sales != awaited.sales()) {
                    onWrong(awaited.sequence(), awaited.sales() + " sales were forced up to here, and the ledger has "
                            + sales);
                }
            }
        }
        awaited = null;
    }

    private void checkNewest(final DuckDBConnection connection, final Written written) throws SQLException {
        final long sealed = written.sequence() - written.sequence() % ChainedRows.SEAL_RECORDS;
        final long after = Math.max(0, sealed - ChainedRows.SEAL_RECORDS);
        final SealCheck seals = check(connection, after, written.sequence());
        seals.onPosition(written.sequence(), written.links().rows());
    }

    /** Goes round through all seals but the newest, again and again. */
    private void sweep(final DuckDBConnection connection, final Written written) throws SQLException {
        final long sealed = written.sequence() - written.sequence() % ChainedRows.SEAL_RECORDS;
        final long end = Math.min(swept + SWEEP_RECORDS, sealed);
        if (end > swept) {
            check(connection, swept, end);
        }
        swept = end >= sealed ? 0 : end;
    }

    private SealCheck check(final DuckDBConnection connection, final long after, final long end) throws SQLException {
        final RowGroups rows = RowGroups.stored(connection, after - 1, end);
        final RowGroups.Seal before = after == 0 ? new RowGroups.Seal(HashChain.START, HashChain.START)
                : rows.seal(after);
        final SealCheck seals = new SealCheck((sequence, sentence) -> {
            onWrong(sequence, sentence);
            keep(rows);
        });
        if (before == null) {
            onWrong(after, "its seal is missing");
            keep(rows);
            return seals;
        }
        seals.beginAt(after, before.rows());
        seals.onRows(rows, after, end);
        checked += end - after;
        return seals;
    }

    private void onWrong(final long sequence, final String sentence) {
        wrong.append(wrong.length() == 0 ? "" : "; ").append("record ").append(sequence).append(": ").append(sentence);
    }

    private void keep(final RowGroups rows) {
        if (evidence.length() < EVIDENCE_MAX_CHARS) {
            evidence.append("What the ledger has there now:\n").append(rows.text());
        }
    }
}
