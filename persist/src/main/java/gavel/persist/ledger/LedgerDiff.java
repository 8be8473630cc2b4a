package gavel.persist.ledger;

import org.duckdb.DuckDBConnection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Compares two ledgers row for row. Confined to one thread; changes neither. */
public final class LedgerDiff {
    /** Records whose rows are in memory at once, twice. */
    private static final int CHUNK_RECORDS = 4_000;

    private final Ledger ledger;
    private final Ledger right;
    private final Findings findings = new Findings();
    /** One seal that differs brings on all that follow. */
    private boolean isSealTold;

    /** Where a ledger stands. */
    private record Position(long sequence, String links) {
    }

    private LedgerDiff(final Ledger ledger, final Ledger right) {
        this.ledger = ledger;
        this.right = right;
    }

    /** Compares a ledger with another one that is taken for right. */
    static Findings compare(final Ledger ledger, final Ledger right) {
        try {
            return new LedgerDiff(ledger, right).compare();
        } catch (final SQLException e) {
            throw new LedgerException(LedgerException.Reason.FAILED, "the ledgers can't be compared: "
                    + e.getMessage(), e);
        }
    }

    private Findings compare() throws SQLException {
        final Position position = position(ledger);
        final Position rightPosition = position(right);
        if (position.sequence() != rightPosition.sequence()) {
            findings.add(position.sequence(), "it stands here, the other ledger at " + rightPosition.sequence());
        }
        final long last = Math.max(position.sequence(), rightPosition.sequence());
        compareRange(Long.MIN_VALUE, 0);
        for (long after = 0; after < last; after += CHUNK_RECORDS) {
            compareRange(after, Math.min(last, after + CHUNK_RECORDS));
        }
        compareRange(last, Long.MAX_VALUE);
        if (!isSealTold && position.sequence() == rightPosition.sequence()
                && !position.links().equals(rightPosition.links())) {
            findings.add(last, "its position has other links than the other ledger's");
        }
        findings.onWalked(last, position.sequence(), Math.max(0, rightPosition.sequence() - position.sequence()));
        return findings;
    }

    private void compareRange(final long after, final long last) throws SQLException {
        final RowGroups rows = RowGroups.stored(ledger, after, last);
        final RowGroups rightRows = RowGroups.stored(right, after, last);
        rows.compare(rightRows, "the other ledger", findings::add);
        final long other = rows.firstOtherSeal(rightRows);
        if (!isSealTold && other != RowGroups.NO_SEAL) {
            isSealTold = true;
            findings.add(other, "its seal is not that of the other ledger, and so are those after it");
        }
    }

    private static Position position(final Ledger ledger) throws SQLException {
        try (DuckDBConnection connection = ledger.connect(); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery("SELECT sequence, rows_sha256 || records_sha256 FROM position "
                     + "ORDER BY sequence DESC LIMIT 1")) {
            return result.next() ? new Position(result.getLong(1), result.getString(2)) : new Position(0, "");
        }
    }
}
