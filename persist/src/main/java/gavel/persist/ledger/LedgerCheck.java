package gavel.persist.ledger;

import gavel.persist.record.Ids;
import gavel.persist.record.RecordException;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.duckdb.DuckDBConnection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Compares a ledger with the journal: {@code gavel ledger verify DIR}. Confined to one thread; changes nothing. Two
 * ways, so that one mistake can't hide in both: every row against the record that it stands for, and the entries
 * against the sales by rules written in SQL.
 */
public final class LedgerCheck {
    /** Records whose rows are in memory at once. More is faster and larger. */
    private static final int CHUNK_RECORDS = 4_000;
    private static final RecordSource NO_JOURNAL = (fromSequence, limit, visitor) -> 0;

    private final Ledger ledger;
    private final RecordSource source;
    private final LedgerHead noted;
    private final Findings findings = new Findings();
    private final SealCheck seals = new SealCheck(findings::add);
    private final HashChain wantedRows = new HashChain(HashChain.START);
    private final HashChain wantedRecords = new HashChain(HashChain.START);
    private final long[] recordsByKind = new long[RecordKind.values().length + 1];
    private long position;
    private long crc;
    private RowGroups.Seal links;

    private LedgerCheck(final Ledger ledger, final RecordSource source, final LedgerHead noted) {
        this.ledger = ledger;
        this.source = source;
        this.noted = noted;
    }

    /**
     * Checks the ledger of a data directory that no server is running on.
     *
     * @param memoryBytes most memory for the engine.
     * @throws LedgerException when it is in use, or can't be read at all.
     */
    public static Findings verify(final Path dataDirectory, final RecordSource source, final long memoryBytes) {
        return verify(dataDirectory, source, memoryBytes, null);
    }

    /**
     * The same, and holds the journal against a head.
     *
     * @param noted       a head that was noted down, to be found in the journal as well; null when there is none.
     * @throws LedgerException when it is in use, or can't be read at all.
     */
    public static Findings verify(final Path dataDirectory, final RecordSource source, final long memoryBytes,
                                  final LedgerHead noted) {
        try (Ledger ledger = open(dataDirectory, memoryBytes)) {
            return verify(ledger, source, noted);
        }
    }

    /**
     * Checks a ledger by what it says of itself, without the journal: its chain, its rules, its layout.
     *
     * @throws LedgerException when it is in use, or can't be read at all.
     */
    public static Findings verifyAlone(final Path dataDirectory, final long memoryBytes) {
        try (Ledger ledger = open(dataDirectory, memoryBytes)) {
            return new LedgerCheck(ledger, NO_JOURNAL, null).run();
        }
    }

    private static Ledger open(final Path dataDirectory, final long memoryBytes) {
        final LedgerFiles files = new LedgerFiles(dataDirectory);
        if (!Files.exists(files.database())) {
            throw new LedgerException(LedgerException.Reason.FAILED, "there is no ledger in " + files.directory()
                    + ": `gavel ledger rebuild " + dataDirectory + "` makes one from the journal");
        }
        return Ledger.open(dataDirectory, memoryBytes);
    }

    /** Checks an open ledger up to its position; settlement must not run meanwhile. */
    static Findings verify(final Ledger ledger, final RecordSource source) {
        return verify(ledger, source, null);
    }

    private static Findings verify(final Ledger ledger, final RecordSource source, final LedgerHead noted) {
        return new LedgerCheck(ledger, source, noted).run();
    }

    private Findings run() {
        try {
            return verify();
        } catch (final SQLException e) {
            throw new LedgerException(LedgerException.Reason.DAMAGED, ledger.database() + " can't be read ("
                    + e.getMessage() + "): `gavel ledger rebuild " + ledger.files().dataDirectory() + "`", e);
        }
    }

    private Findings verify() throws SQLException {
        if (!hasPosition()) {
            findings.add(0, "it has no position, so nothing can be compared with the journal");
            return findings;
        }
        final long walked = source == NO_JOURNAL ? walkAlone() : walk();
        checkOutside(walked);
        if (source != NO_JOURNAL) {
            checkCounts();
        }
        checkBalances();
        checkEntriesOfSales();
        checkSoldOnce();
        checkNoSales();
        checkLayout();
        final LedgerHead head = new LedgerHead(walked, source == NO_JOURNAL ? links.records() : wantedRecords.link());
        findings.onWalked(walked, position, behind(walked));
        findings.onHead(head);
        return findings;
    }

    private boolean hasPosition() throws SQLException {
        try (DuckDBConnection connection = ledger.connect(); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery("SELECT sequence, record_crc, rows_sha256, records_sha256 "
                     + "FROM position")) {
            if (!result.next()) {
                return false;
            }
            position = result.getLong(1);
            crc = result.getLong(2);
            links = new RowGroups.Seal(result.getString(3), result.getString(4));
            if (result.next()) {
                findings.add(0, "it has more than one position");
            }
            return true;
        }
    }

    private long walk() throws SQLException {
        final long[] last = {0};
        final Names names = new Names();
        while (last[0] < position) {
            final long after = last[0];
            final RowGroups wanted = new RowGroups();
            final RecordRows mapping = new RecordRows(names, new ChainedRows(wantedRows, wantedRecords, wanted));
            final int limit = (int) Math.min(CHUNK_RECORDS, position - after);
            source.read(after + 1, limit, (buffer, offset, length) -> {
                final long sequence = RecordHeader.sequence(buffer, offset);
                if (sequence != last[0] + 1) {
                    findings.add(sequence, "the journal has no record between it and " + last[0]);
                }
                last[0] = sequence;
                try {
                    mapping.accept(buffer, offset);
                } catch (final BooksException | RecordException e) {
                    findings.add(sequence, e.getMessage());
                }
                countRecord(RecordHeader.kindCode(buffer, offset));
                checkNoted(sequence);
                if (sequence == position && RecordHeader.crc(buffer, offset) != crc) {
                    findings.add(sequence, "the journal has another record here than the ledger was built from");
                }
            });
            if (last[0] == after) {
                findings.add(position, "the ledger stands here, and the journal ends with record " + after);
                return after;
            }
            final RowGroups stored = RowGroups.stored(ledger, after, last[0]);
            stored.compare(wanted, "the journal", findings::add);
            seals.onRows(stored, after, last[0]);
            seals.onRecords(stored, wanted);
        }
        seals.onPosition(position, links.rows());
        seals.onRecordsEnd(position, links.records(), wantedRecords.link());
        return last[0];
    }

    private long walkAlone() throws SQLException {
        for (long after = 0; after < position; after += CHUNK_RECORDS) {
            final long last = Math.min(position, after + CHUNK_RECORDS);
            seals.onRows(RowGroups.stored(ledger, after, last), after, last);
        }
        seals.onPosition(position, links.rows());
        return position;
    }

    private void checkNoted(final long sequence) {
        if (noted != null && sequence == noted.sequence() && !wantedRecords.link().equals(noted.link())) {
            findings.add(sequence, "the journal up to here is not what it was when the head was noted");
        }
    }

    private void countRecord(final int kindCode) {
        if (kindCode > 0 && kindCode < recordsByKind.length) {
            recordsByKind[kindCode]++;
        }
    }

    private void checkOutside(final long walked) throws SQLException {
        for (final LedgerTable table : LedgerTable.values()) {
            final String name = table.tableName();
            query("SELECT min(journal_sequence), max(journal_sequence), count(*) FROM " + name
                    + " WHERE journal_sequence < 1 OR journal_sequence > " + walked, false, result -> {
                if (result.getLong(3) > 0) {
                    findings.add(result.getLong(1), name + " has " + result.getLong(3) + " rows of records up to "
                            + result.getLong(2) + ", and the ledger stands at record " + walked);
                }
            });
        }
    }

    private void checkCounts() throws SQLException {
        checkCount(LedgerTable.CONFIG, RecordKind.CONFIG);
        checkCount(LedgerTable.CLICK, RecordKind.CLICK);
        checkCount(LedgerTable.POSTING, RecordKind.POSTING);
        checkCount(LedgerTable.POST_ENDED, RecordKind.POST_ENDED);
        checkCount(LedgerTable.SALE, RecordKind.SALE);
        checkCount(LedgerTable.LEAD_ENDED, RecordKind.LEAD_ENDED);
        checkCount(LedgerTable.NO_SALE, RecordKind.NO_SALE);
        checkCount(LedgerTable.TOP_UP, RecordKind.TOP_UP);
    }

    private void checkCount(final LedgerTable table, final RecordKind kind) throws SQLException {
        final long wanted = recordsByKind[kind.code()];
        query("SELECT count(*) FROM " + table.tableName(), false, result -> {
            if (result.getLong(1) != wanted) {
                findings.add(0, table.tableName() + " has " + result.getLong(1) + " rows, the journal calls for "
                        + wanted);
            }
        });
    }

    private void checkBalances() throws SQLException {
        query(Sql.text("unbalanced-total"), false, result -> findings.add(0, "all entries in " + result.getString(1)
                + " sum to " + result.getString(2) + " micro-units instead of 0"));
        query(Sql.text("unbalanced"), true, result -> findings.add(result.getLong(1), "its entries sum to "
                + result.getString(3) + " micro-units of " + result.getString(2) + " instead of 0"));
    }

    private void checkEntriesOfSales() throws SQLException {
        query(Sql.text("check-entries-of-sales"), false, result -> findings.add(result.getLong(1),
                "sales and payments call for " + result.getLong(5) + " entries of " + result.getLong(4)
                + " micro-units of " + result.getString(3) + " on " + result.getString(2) + ", there are "
                + result.getLong(6)));
    }

    private void checkSoldOnce() throws SQLException {
        query(Sql.text("check-sold-twice"), false, result -> findings.add(result.getLong(1), "lead "
                + Ids.print(result.getLong(2)) + " has " + result.getLong(3) + " sales"));
    }

    private void checkNoSales() throws SQLException {
        query(Sql.text("check-no-sales"), false, result -> findings.add(result.getLong(1), "lead "
                + Ids.print(result.getLong(2)) + " turned out to be no sale, and " + result.getString(3)));
    }

    private long behind(final long walked) {
        if (walked < position) {
            return 0;
        }
        final ChainedRows chained = new ChainedRows(wantedRows, wantedRecords, new RowGroups());
        long beyond = walked;
        int count = 1;
        while (count > 0) {
            count = source.read(beyond + 1, CHUNK_RECORDS, (buffer, offset, length) -> {
                if (noted != null && noted.sequence() > walked) {
                    chained.chain(buffer, offset);
                    checkNoted(RecordHeader.sequence(buffer, offset));
                }
            });
            beyond += count;
        }
        if (noted != null && noted.sequence() > beyond) {
            findings.add(noted.sequence(), "a head was noted here, and the journal ends with record " + beyond);
        }
        return beyond - walked;
    }

    private void checkLayout() throws SQLException {
        try (DuckDBConnection connection = ledger.connect()) {
            for (final long sequence : SealCheck.misplaced(connection)) {
                findings.add(sequence, "a seal is there that does not belong there");
            }
            LayoutCheck.check(connection, sentence -> findings.add(0, sentence));
        }
    }

    private void query(final String sql, final boolean isFromStart, final EachRow each) throws SQLException {
        try (DuckDBConnection connection = ledger.connect();
             PreparedStatement statement = connection.prepareStatement(sql)) {
            if (isFromStart) {
                statement.setLong(1, Long.MIN_VALUE);
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    each.onRow(result);
                }
            }
        }
    }

    /** One row of a check's answer. */
    @FunctionalInterface
    private interface EachRow {
        void onRow(ResultSet result) throws SQLException;
    }
}
