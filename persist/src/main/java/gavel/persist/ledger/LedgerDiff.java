package gavel.persist.ledger;

import org.duckdb.DuckDBConnection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Compares two ledgers row for row. Confined to one thread; changes neither. */
public final class LedgerDiff {
    /** Records whose rows are in memory at once, twice. */
    private static final int CHUNK_RECORDS = 4_000;

    private LedgerDiff() {
    }

    /** Compares a ledger with another one that is taken for right. */
    static Findings compare(final Ledger ledger, final Ledger right) {
        final Findings findings = new Findings();
        try {
            final long position = position(ledger);
            final long rightPosition = position(right);
            if (position != rightPosition) {
                findings.add(position, "it stands here, the other ledger at " + rightPosition);
            }
            final long last = Math.max(position, rightPosition);
            compareRange(ledger, right, Long.MIN_VALUE, 0, findings);
            for (long after = 0; after < last; after += CHUNK_RECORDS) {
                compareRange(ledger, right, after, Math.min(last, after + CHUNK_RECORDS), findings);
            }
            compareRange(ledger, right, last, Long.MAX_VALUE, findings);
            findings.onWalked(last, position, Math.max(0, rightPosition - position));
            return findings;
        } catch (final SQLException e) {
            throw new LedgerException(LedgerException.Reason.FAILED, "the ledgers can't be compared: "
                    + e.getMessage(), e);
        }
    }

    private static void compareRange(final Ledger ledger, final Ledger right, final long after, final long last,
                                     final Findings findings) throws SQLException {
        RowGroups.stored(ledger, after, last).compare(RowGroups.stored(right, after, last), "the other ledger",
                findings::add);
    }

    private static long position(final Ledger ledger) throws SQLException {
        try (DuckDBConnection connection = ledger.connect(); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery("SELECT max(sequence) FROM position")) {
            result.next();
            return result.getLong(1);
        }
    }

}
