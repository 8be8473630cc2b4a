package gavel.persist.ledger;

import gavel.persist.ledger.LedgerException.Reason;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The file: settings, layout, one owner, damage, rebuild, comparison. */
class LedgerTest {
    private static final long MEMORY_BYTES = SettleTest.MEMORY_BYTES;

    @TempDir
    Path directory;

    @Test
    void shouldHaveTheColumnsThatTheRowsHave() throws SQLException {
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES); DuckDBConnection connection = ledger.connect();
             Statement statement = connection.createStatement()) {
            for (final LedgerTable table : LedgerTable.values()) {
                final List<String> columns = new ArrayList<>();
                try (ResultSet result = statement.executeQuery("SELECT column_name, data_type FROM duckdb_columns() "
                        + "WHERE table_name = '" + table.tableName() + "' ORDER BY column_index")) {
                    while (result.next()) {
                        columns.add(result.getString(1) + " " + result.getString(2));
                    }
                }
                final List<String> expected = table.columns().stream().map(column -> column.name() + " "
                        + column.kind().sqlType()).toList();
                assertEquals(expected, columns, table.tableName());
                assertTrue(table.keyIndex() > 0);
            }
        }
    }

    @Test
    void shouldSetTheEngineAndLockTheSettings() throws SQLException {
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final Map<String, String> settings = new TreeMap<>();
            try (DuckDBConnection connection = ledger.connect(); Statement statement = connection.createStatement();
                 ResultSet result = statement.executeQuery("SELECT name, value FROM duckdb_settings()")) {
                while (result.next()) {
                    settings.put(result.getString(1), result.getString(2));
                }
            }
            assertEquals("1", settings.get("threads"));
            assertEquals("256.0 MiB", settings.get("memory_limit"));
            assertEquals("false", settings.get("autoload_known_extensions"));
            assertEquals("false", settings.get("autoinstall_known_extensions"));
            assertEquals("61.0 MiB", settings.get("checkpoint_threshold"));
            assertEquals(directory.resolve("ledger/tmp").toString(), settings.get("temp_directory"));
            assertThrows(SQLException.class, () -> SettleTest.execute(ledger, "SET threads = 2"));
            assertThrows(SQLException.class, () -> SettleTest.execute(ledger, "SET memory_limit = '20GB'"));
        }
    }

    @Test
    void shouldBeHeldByOneOwner() {
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            assertNotNull(ledger.database());
            final LedgerException e = assertThrows(LedgerException.class, () -> Ledger.open(directory, MEMORY_BYTES));
            assertEquals(Reason.LOCKED, e.reason());
            assertTrue(e.getMessage().contains("the server is running on this directory: ask its admin port"));
            assertEquals(Reason.LOCKED, assertThrows(LedgerException.class,
                    () -> rebuild(new FakeJournal()).rebuild(false, false)).reason());
        }
        Ledger.open(directory, MEMORY_BYTES).close();
    }

    @Test
    void shouldBeHeldAgainstAnotherProcess() throws Exception {
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            assertTrue(Files.exists(ledger.database()));
            final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-cp", System.getProperty("java.class.path"), OpensALedger.class.getName(), directory.toString())
                    .redirectErrorStream(true).start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            final String output = new String(process.getInputStream().readAllBytes());
            assertTrue(output.contains("the server is running on this directory"), output);
        }
    }

    @Test
    void shouldRefuseANewerLayoutAndSayRebuildForAnOlder() throws SQLException {
        for (final long version : new long[] {99, 0}) {
            try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
                SettleTest.execute(ledger, "UPDATE schema_version SET version = " + version);
            }
            final LedgerException e = assertThrows(LedgerException.class, () -> Ledger.open(directory, MEMORY_BYTES));
            assertEquals(version == 99 ? Reason.NEWER : Reason.OLDER, e.reason());
            assertTrue(e.getMessage().contains("layout " + version), e.getMessage());
            assertTrue(e.getMessage().contains("gavel ledger rebuild " + directory), e.getMessage());
            rebuild(new FakeJournal()).rebuild(false, false);
        }
    }

    @Test
    void shouldRebuildADamagedFileAtStartAndKeepItAsEvidence() throws Exception {
        final SeededLeads leads = new SeededLeads(41).upTo(2_000);
        settle(directory, leads);
        final Path file = directory.resolve("ledger/ledger.duckdb");
        final byte[] whole = Files.readAllBytes(file);
        int evidence = 0;
        for (final byte[] damaged : damages(whole)) {
            Files.write(file, damaged);
            final LedgerException e = assertThrows(LedgerException.class, () -> Ledger.open(directory, MEMORY_BYTES));
            assertEquals(Reason.DAMAGED, e.reason());
            assertTrue(e.getMessage().contains("gavel ledger rebuild " + directory), e.getMessage());
            evidence++;
            try (Ledger ledger = rebuild(leads.journal).openOrRebuild()) {
                assertEquals(SettleTest.naiveBalances(leads), SettleTest.balances(ledger));
                assertTrue(LedgerCheck.verify(ledger, leads.journal).isEmpty());
            }
            final Path kept = directory.resolve("ledger/evidence/damaged-" + evidence + ".duckdb");
            assertEquals(damaged.length, Files.size(kept));
            assertTrue(Files.readString(directory.resolve("ledger/evidence/rebuild-" + evidence + ".txt"))
                    .contains("is damaged"));
        }
    }

    private static List<byte[]> damages(final byte[] whole) {
        final byte[] header = whole.clone();
        Arrays.fill(header, 0, 4096, (byte) 7);
        final byte[] noise = whole.clone();
        new Random(1).nextBytes(noise);
        final byte[] middle = whole.clone();
        Arrays.fill(middle, 12_288, middle.length, (byte) 9);
        return List.of(header, noise, middle, Arrays.copyOf(whole, 5_000), new byte[0]);
    }

    @Test
    void shouldRebuildRowForRow() throws SQLException {
        final SeededLeads leads = new SeededLeads(42).upTo(9_000);
        final Path live = directory.resolve("live");
        final Path rebuilt = directory.resolve("rebuilt");
        settle(live, leads);
        final long[] nowNs = {0};
        final List<Long> heard = new ArrayList<>();
        final LedgerRebuild.Rebuilt result = new LedgerRebuild(rebuilt, leads.journal, MEMORY_BYTES,
                () -> nowNs[0] += 3_000_000_000L, (records, elapsedNs) -> heard.add(records)).rebuild(false, false);
        assertEquals(leads.journal.size(), result.records());
        assertNull(result.kept());
        assertFalse(heard.isEmpty());
        final Findings same = compare(live, rebuilt);
        assertTrue(same.isEmpty(), same.text());
        assertEquals(leads.journal.size(), same.records());
        assertTrue(LedgerCheck.verify(rebuilt, leads.journal, MEMORY_BYTES).isEmpty());
        try (Ledger ledger = Ledger.open(rebuilt, MEMORY_BYTES)) {
            SettleTest.execute(ledger, "UPDATE sale SET reference = 'x' WHERE lead_id = (SELECT min(lead_id) "
                    + "FROM sale)");
            SettleTest.execute(ledger, "INSERT INTO entry VALUES (-4, 4, make_timestamp_ns(1), 1, 1, 0)");
        }
        final Findings other = compare(live, rebuilt);
        assertEquals(2, other.count(), other.text());
        final LedgerRebuild.Rebuilt repaired = new LedgerRebuild(rebuilt, leads.journal, MEMORY_BYTES,
                System::nanoTime, (records, elapsedNs) -> {
                }).rebuild(true, false);
        assertEquals(2, repaired.differences().count(), repaired.differences().text());
        assertTrue(compare(live, rebuilt).isEmpty());
        assertNull(rebuild(rebuilt, leads.journal).rebuild(true, true).kept(), "an old one that said the same");
        try (Ledger ledger = Ledger.open(rebuilt, MEMORY_BYTES)) {
            SettleTest.execute(ledger, "UPDATE sale SET reference = 'x'");
        }
        assertEquals(rebuilt.resolve("ledger/evidence/replaced-1.duckdb"),
                rebuild(rebuilt, leads.journal).rebuild(true, true).kept());
    }

    @Test
    void shouldLeaveTheOldLedgerWhenARebuildFails() throws Exception {
        final SeededLeads leads = new SeededLeads(43).upTo(500);
        settle(directory, leads);
        final SeededLeads skipping = new SeededLeads(44).upTo(500);
        skipping.journal.lose(300);
        assertThrows(BooksException.class, () -> rebuild(skipping.journal).rebuild(false, false));
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            assertEquals(SettleTest.naiveBalances(leads), SettleTest.balances(ledger));
        }
        assertEquals(leads.journal.size(), rebuild(leads.journal).rebuild(false, false).records());
        assertFalse(Files.exists(directory.resolve("ledger/rebuild.duckdb")));
        assertFalse(Files.exists(directory.resolve("ledger/ledger.duckdb.wal")));
    }

    @Test
    void shouldOpenOnAPrefixWhenTheWriteAheadLogIsCut() throws Exception {
        final SeededLeads leads = new SeededLeads(45).upTo(2_000);
        final Path copy = directory.resolve("copy");
        try (Ledger ledger = Ledger.open(directory.resolve("live"), MEMORY_BYTES)) {
            try (Settlement settlement = new Settlement(ledger, leads.journal, () -> { }, null)) {
                for (int i = 0; i < 6; i++) {
                    assertEquals(100, settlement.settle(100));
                }
                assertTrue(ledger.walBytes() > 0);
                Files.createDirectories(copy.resolve("ledger"));
                Files.copy(ledger.database(), copy.resolve("ledger/ledger.duckdb"));
                final byte[] wal = Files.readAllBytes(LedgerFiles.walOf(ledger.database()));
                Files.write(copy.resolve("ledger/ledger.duckdb.wal"),
                        Arrays.copyOf(wal, wal.length * 2 / 3));
            }
        }
        try (Ledger ledger = rebuild(copy, leads.journal).openOrRebuild()) {
            SettleTest.settleAll(ledger, leads.journal);
            assertTrue(LedgerCheck.verify(ledger, leads.journal).isEmpty());
            assertEquals(SettleTest.naiveBalances(leads), SettleTest.balances(ledger));
        }
    }

    @Test
    void shouldReadReportsWhileSettlementFails() throws SQLException {
        final SeededLeads leads = new SeededLeads(46).upTo(1_000);
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            SettleTest.settleAll(ledger, leads.journal);
            try (DuckDBConnection reader = ledger.connect()) {
                ledger.discard();
                SettleTest.settleAll(ledger, leads.upTo(1_200).journal);
                assertFalse(reader.isClosed());
            }
            assertEquals(leads.journal.size(), new Reports(ledger).position());
        }
    }

    @Test
    void shouldRemoveItsCopyOfTheLibraryAndStaleOnes() throws IOException {
        Ledger.open(directory, MEMORY_BYTES).close();
        assertNull(NativeLibrary.loadedCopy(Files.readAllLines(Path.of("/proc/self/maps"))), "ours has no name");
        final Path ours = Files.createFile(directory.resolve("libduckdb_java2.so"));
        final Path stale = Files.createFile(directory.resolve("libduckdb_java1.so"));
        final Path fresh = Files.createFile(directory.resolve("libduckdb_java3.so"));
        final Path other = Files.createFile(directory.resolve("libother.so"));
        Files.setLastModifiedTime(stale, FileTime.fromMillis(Files.getLastModifiedTime(ours).toMillis() - 700_000));
        Files.setLastModifiedTime(other, FileTime.fromMillis(0));
        assertEquals(2, NativeLibrary.removeCopies(ours));
        assertFalse(Files.exists(ours));
        assertFalse(Files.exists(stale));
        assertTrue(Files.exists(fresh));
        assertTrue(Files.exists(other));
    }

    private LedgerRebuild rebuild(final RecordSource source) {
        return rebuild(directory, source);
    }

    private static LedgerRebuild rebuild(final Path directory, final RecordSource source) {
        return new LedgerRebuild(directory, source, MEMORY_BYTES, () -> 0, (records, elapsedNs) -> {
        });
    }

    private static void settle(final Path directory, final SeededLeads leads) throws SQLException {
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            SettleTest.settleAll(ledger, leads.journal);
        }
    }

    /** The second is taken for right. */
    private static Findings compare(final Path dataDirectory, final Path rightDirectory) {
        try (Ledger ledger = Ledger.open(dataDirectory, MEMORY_BYTES);
             Ledger right = Ledger.open(rightDirectory, MEMORY_BYTES)) {
            return LedgerDiff.compare(ledger, right);
        }
    }
}
