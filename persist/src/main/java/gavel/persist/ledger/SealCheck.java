package gavel.persist.ledger;

import org.duckdb.DuckDBConnection;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the rows of a ledger against its own seals, without the journal, and the journal's records against them.
 * Confined to one thread; changes nothing. A range that is wrong is told once, and what follows it is judged by itself:
 * the chain goes on from what its last seal says.
 */
final class SealCheck {
    private final RowGroups.Report report;
    private final HashChain rows = new HashChain(HashChain.START);
    private final RowBytes rowBytes = new RowBytes();
    private long sealed;
    private boolean isRecordsWrong;

    SealCheck(final RowGroups.Report report) {
        this.report = report;
    }

    /** Goes on after a seal, which is taken for right. */
    void beginAt(final long sequence, final String rowsLink) {
        sealed = sequence;
        rows.setLink(rowsLink);
    }

    /** Takes the next rows: those that a ledger has for the records in {@code (after, last]}. */
    void onRows(final RowGroups stored, final long after, final long last) {
        for (long sequence = after + 1; sequence <= last; sequence++) {
            stored.replay(sequence, rowBytes);
            rowBytes.endRecord(rows);
            if (ChainedRows.isSealed(sequence)) {
                onSeal(sequence, stored.seal(sequence));
            }
        }
    }

    private void onSeal(final long sequence, final RowGroups.Seal seal) {
        if (seal == null) {
            report.onDifference(sequence, "its seal is missing");
        } else if (!rows.link().equals(seal.rows())) {
            report.onDifference(sequence, "the rows of records " + (sealed + 1) + " to " + sequence
                    + " are not those that were sealed");
            rows.setLink(seal.rows());
        }
        sealed = sequence;
    }

    /** Ends at the last record that a ledger has: its position. */
    void onPosition(final long sequence, final String rowsLink) {
        if (!rows.link().equals(rowsLink)) {
            report.onDifference(sequence, sealed == sequence ? "the position has another link than the seal here"
                    : "the rows of records " + (sealed + 1) + " to " + sequence + " are not those that were settled");
        }
    }

    /** Compares a range's seals with those that the journal's records call for, and tells the first that differs. */
    void onRecords(final RowGroups stored, final RowGroups wanted) {
        if (isRecordsWrong) {
            return;
        }
        for (final long sequence : wanted.causes(LedgerTable.SEAL)) {
            final RowGroups.Seal seal = stored.seal(sequence);
            if (seal != null && !seal.records().equals(wanted.seal(sequence).records())) {
                isRecordsWrong = true;
                report.onDifference(sequence, "records " + (sequence - ChainedRows.SEAL_RECORDS + 1) + " to " + sequence
                        + " of the journal are not those that the ledger was built from; those after them can't be "
                        + "told by their chain");
                return;
            }
        }
    }

    /** The same at the position, when all seals before it were right. */
    void onRecordsEnd(final long sequence, final String stored, final String wanted) {
        if (!isRecordsWrong && !stored.equals(wanted)) {
            final long first = (sequence - 1) / ChainedRows.SEAL_RECORDS * ChainedRows.SEAL_RECORDS + 1;
            report.onDifference(sequence, "records " + first + " to " + sequence + " of the journal are not those that "
                    + "the ledger was built from");
        }
    }

    /** Seals where none belongs, and those that are there twice. */
    static List<Long> misplaced(final DuckDBConnection connection) throws SQLException {
        final List<Long> found = new ArrayList<>();
        try (var statement = connection.createStatement();
             var result = statement.executeQuery("SELECT journal_sequence FROM seal GROUP BY journal_sequence "
                     + "HAVING count(*) > 1 OR journal_sequence % " + ChainedRows.SEAL_RECORDS + " <> 0 "
                     + "ORDER BY journal_sequence LIMIT 100")) {
            while (result.next()) {
                found.add(result.getLong(1));
            }
        }
        return found;
    }
}
