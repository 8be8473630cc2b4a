package gavel.persist.ledger;

import gavel.config.ServerConfig.Settle;
import gavel.persist.record.Bodies.TopUpBody;
import gavel.persist.record.BodyWriter;
import gavel.persist.record.Bodies.ClickBody;
import gavel.persist.record.RecordKind;
import org.agrona.concurrent.UnsafeBuffer;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Journal to ledger: exactly once, balanced, and stopped by what is wrong. */
class SettleTest {
    static final long MEMORY_BYTES = 256L << 20;

    @TempDir
    Path directory;
    private long nowNs;

    @Test
    void shouldSettleEveryRecordOnceAndBalance() throws SQLException {
        final SeededLeads leads = new SeededLeads(20261122).upTo(20_000);
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final SettleAgent agent = agent(ledger, leads.journal, 700, null);
            settleAll(agent);
            assertNull(agent.lastError());
            assertEquals(leads.journal.size(), agent.position());
            assertEquals(leads.sales.size(), agent.sales());
            assertEquals(leads.clicks.size(), agent.clicks());
            assertEquals(5, agent.lag(agent.position() + 5));
            assertEquals(naiveBalances(leads), balances(ledger));
            assertEquals("0", text(ledger, "SELECT count(*) FROM (" + Sql.text("unbalanced-total") + ")"));
            assertEquals(String.valueOf(leads.leads), text(ledger, "SELECT count(*) FROM lead_outcomes"));
            assertEquals(String.valueOf(leads.posts.size()), text(ledger, "SELECT count(*) FROM attempt_outcomes"));
            assertEquals(String.valueOf(leads.bids.size()), text(ledger, "SELECT count(*) FROM bids"));
            agent.onClose();
        }
    }

    @Test
    void shouldSettleExactlyOnceOverCrashesBeforeCommit() throws SQLException {
        final SeededLeads leads = new SeededLeads(7).upTo(3_000);
        final Random random = new Random(7);
        int crashes = 0;
        boolean done = false;
        while (!done) {
            try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
                final int batchesToLive = random.nextInt(4);
                final int[] batches = {0};
                final Settlement settlement = new Settlement(ledger, leads.journal, () -> { }, connection -> {
                    if (batches[0]++ == batchesToLive) {
                        throw new SQLException("killed before the commit");
                    }
                });
                try {
                    while (settlement.settle(1 + random.nextInt(300)) > 0) {
                        assertTrue(settlement.position() > 0);
                    }
                    done = true;
                } catch (final SQLException e) {
                    assertEquals("killed before the commit", e.getMessage());
                    crashes++;
                }
                settlement.close();
            }
        }
        assertTrue(crashes > 3, "only " + crashes + " crashes");
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            assertEquals(String.valueOf(leads.journal.size()), text(ledger, "SELECT sequence FROM position"));
            assertEquals(naiveBalances(leads), balances(ledger));
        }
    }

    @Test
    void shouldLeaveTheCoreToOthersBetweenSlicesOfABatch() throws SQLException {
        final SeededLeads leads = new SeededLeads(9).upTo(1_000);
        assertTrue(leads.journal.size() > 1_000);
        final int[] rests = {0};
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES);
             Settlement settlement = new Settlement(ledger, leads.journal, () -> rests[0]++, null)) {
            assertEquals(Settlement.SLICE_RECORDS, settlement.settle(Settlement.SLICE_RECORDS));
            assertEquals(0, rests[0], "nothing follows in this batch");
            assertEquals(700, settlement.settle(700));
            assertEquals(700 / Settlement.SLICE_RECORDS, rests[0]);
            assertEquals(Settlement.SLICE_RECORDS + 700, settlement.position());
        }
    }

    @Test
    void shouldGoOnInTheSameProcessAfterAFailedBatch() throws SQLException {
        final SeededLeads leads = new SeededLeads(8).upTo(1_000);
        final int[] batches = {0};
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final SettleAgent agent = agent(ledger, leads.journal, 100, connection -> {
                if (batches[0]++ % 3 == 1) {
                    throw new SQLException("disk full");
                }
            });
            assertEquals(100, agent.doWork());
            assertEquals(0, agent.doWork());
            assertEquals("disk full", agent.lastError());
            assertEquals(100, agent.position());
            assertEquals(0, agent.doWork(), "a failure is not tried again at once");
            nowNs += SettleAgent.RETRY_NS;
            assertEquals(100, agent.doWork());
            assertNull(agent.lastError());
            settleAll(agent);
            assertTrue(agent.failures() > 2);
            assertFalse(agent.isBreached());
            assertEquals(leads.journal.size(), agent.position());
            assertEquals(naiveBalances(leads), balances(ledger));
            agent.onClose();
            assertEquals(List.of(), LedgerCheck.verify(ledger, leads.journal).list());
        }
    }

    @Test
    void shouldNumberANameAgainWhenItsRecordWasNotStored() throws SQLException {
        final FakeJournal journal = new FakeJournal();
        appendClick(journal, 1, "first");
        final boolean[] fails = {false};
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final SettleAgent agent = agent(ledger, journal, 100, connection -> {
                if (fails[0]) {
                    throw new SQLException("disk full");
                }
            });
            assertEquals(1, agent.doWork());
            appendClick(journal, 2, "second");
            fails[0] = true;
            nowNs += SettleAgent.RETRY_NS;
            assertEquals(0, agent.doWork());
            fails[0] = false;
            nowNs += SettleAgent.RETRY_NS;
            assertEquals(1, agent.doWork());
            assertEquals("first o second", text(ledger, "SELECT string_agg(name, ' ' ORDER BY name_id) FROM name"));
            assertEquals("3 2", text(ledger, "SELECT name_id || ' ' || journal_sequence FROM name "
                    + "WHERE name = 'second'"));
            assertEquals("first second", text(ledger, "SELECT string_agg(publisher, ' ' ORDER BY click_id) "
                    + "FROM clicks"));
            agent.onClose();
            assertEquals(List.of(), LedgerCheck.verify(ledger, journal).list());
        }
    }

    @Test
    void shouldStopWhenALeadIsSoldAgainInALaterBatch() throws SQLException {
        final SeededLeads leads = new SeededLeads(15).upTo(300);
        final int before = leads.journal.size();
        final UnsafeBuffer sale = leads.journal.record(leads.sales.get(3).sequence());
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final SettleAgent agent = agent(ledger, leads.journal, 1_000, null);
            assertEquals(before, agent.doWork());
            final String sales = text(ledger, "SELECT count(*) FROM sales");
            leads.journal.repeat(sale);
            nowNs += SettleAgent.RETRY_NS;
            assertEquals(0, agent.doWork());
            assertTrue(agent.isBreached());
            assertTrue(agent.lastError().contains("repeat what is in the ledger already"), agent.lastError());
            assertEquals(before, agent.position());
            assertEquals(sales, text(ledger, "SELECT count(*) FROM sales"));
            assertEquals(naiveBalances(leads), balances(ledger));
            agent.onClose();
        }
    }

    @Test
    void shouldWaitForTheIntervalWhenTheJournalHasNoMore() {
        final SeededLeads leads = new SeededLeads(9).upTo(50);
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final SettleAgent agent = agent(ledger, leads.journal, 1_000, null);
            assertEquals(leads.journal.size(), agent.doWork());
            final int before = leads.journal.size();
            leads.upTo(before + 10);
            assertEquals(0, agent.doWork());
            nowNs += 100;
            assertEquals(leads.journal.size() - before, agent.doWork());
            assertEquals("settle", agent.roleName());
            agent.onClose();
        }
    }

    @Test
    void shouldStopForeverWhenEntriesDoNotSumToZero() throws Exception {
        final SeededLeads leads = new SeededLeads(10).upTo(500);
        final boolean[] break1 = {false};
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final SettleAgent agent = agent(ledger, leads.journal, 200, connection -> {
                if (break1[0]) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("UPDATE entry SET micros = micros + 1 WHERE line = 1 AND "
                                + "journal_sequence = (SELECT max(journal_sequence) FROM entry)");
                    }
                }
            });
            assertEquals(200, agent.doWork());
            final String before = text(ledger, "SELECT count(*) FROM entries");
            break1[0] = true;
            assertEquals(0, agent.doWork());
            assertTrue(agent.isBreached());
            assertTrue(agent.lastError().contains("sum to 1 micro-units of"), agent.lastError());
            break1[0] = false;
            nowNs += 10 * SettleAgent.RETRY_NS;
            assertEquals(0, agent.doWork());
            assertEquals(200, agent.position());
            assertEquals("200", text(ledger, "SELECT sequence FROM position"));
            assertEquals(before, text(ledger, "SELECT count(*) FROM entries"));
            final Path evidence = directory.resolve("ledger/evidence/breach-1.txt");
            assertTrue(Files.readString(evidence).contains("stands at record 200"));
            agent.onClose();
        }
    }

    @Test
    void shouldStopWhenRowsAreLostOnTheWay() {
        assertBreach("DELETE FROM entry WHERE journal_sequence = (SELECT min(journal_sequence) FROM entry)",
                "the ledger shows");
        assertBreach("UPDATE sale SET price_micros = price_micros + 1", "the ledger shows");
        assertBreach("UPDATE position SET sequence = 77", "somebody else writes the ledger");
    }

    private void assertBreach(final String damage, final String message) {
        final SeededLeads leads = new SeededLeads(11).upTo(300);
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final SettleAgent agent = agent(ledger, leads.journal, 1_000, connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(damage);
                }
            });
            assertEquals(0, agent.doWork());
            assertTrue(agent.isBreached(), damage);
            assertTrue(agent.lastError().contains(message), agent.lastError());
            agent.onClose();
        }
    }

    @Test
    void shouldRefuseAJournalThatSkipsRepeatsOrForgets() {
        final SeededLeads leads = new SeededLeads(12).upTo(300);
        leads.journal.lose(120);
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final SettleAgent agent = agent(ledger, leads.journal, 100, null);
            settleAll(agent);
            assertTrue(agent.isBreached());
            assertEquals(100, agent.position());
            assertTrue(agent.lastError().contains("from record 119 to 121"), agent.lastError());
            agent.onClose();
        }
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final SettleAgent agent = agent(ledger, new SeededLeads(12).upTo(50).journal, 100, null);
            agent.doWork();
            assertTrue(agent.lastError().contains("which the journal does not have"), agent.lastError());
            agent.onClose();
        }
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final SettleAgent agent = agent(ledger, new SeededLeads(13).upTo(300).journal, 100, null);
            agent.doWork();
            assertTrue(agent.lastError().contains("not the one that the ledger was built from"), agent.lastError());
            agent.onClose();
        }
    }

    @Test
    void shouldStopWhenAnIdentityIsThereTwice() {
        final FakeJournal journal = new FakeJournal();
        appendClick(journal, 5, "p");
        appendClick(journal, 5, "p");
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final SettleAgent agent = agent(ledger, journal, 100, null);
            agent.doWork();
            assertTrue(agent.isBreached());
            assertEquals(0, agent.position());
            assertTrue(agent.lastError().contains("repeat what is in the ledger already"), agent.lastError());
            assertNotNull(agent.lastError());
            agent.onClose();
        }
    }

    @Test
    void shouldRollBackARecordThatCannotBeRead() throws SQLException {
        final SeededLeads leads = new SeededLeads(14).upTo(50);
        leads.journal.append(RecordKind.POST_ENDED, 1, 1, 1, out -> out.putText("c"));
        try (Ledger ledger = Ledger.open(directory, MEMORY_BYTES)) {
            final SettleAgent agent = agent(ledger, leads.journal, 1_000, null);
            agent.doWork();
            assertFalse(agent.isBreached());
            assertTrue(agent.lastError().contains("ends before its fields"), agent.lastError());
            assertEquals("0", text(ledger, "SELECT (SELECT count(*) FROM entries) + (SELECT count(*) FROM clicks) "
                    + "+ (SELECT sequence FROM position)"));
            agent.onClose();
        }
    }

    private static void appendClick(final FakeJournal journal, final long id, final String publisher) {
        journal.append(RecordKind.CLICK, id, 0, 1_000, out -> BodyWriter.click(out,
                new ClickBody(publisher, "o", List.of("", "", "", "", ""), 0, 0)));
    }

    private SettleAgent agent(final Ledger ledger, final RecordSource source, final int batchMax,
                              final Settlement.BatchHook hook) {
        return new SettleAgent(ledger, source, new Settle(batchMax, 100, MEMORY_BYTES), () -> nowNs, null, hook);
    }

    private void settleAll(final SettleAgent agent) {
        int idle = 0;
        while (idle < 3) {
            idle = agent.doWork() == 0 ? idle + 1 : 0;
            nowNs += SettleAgent.RETRY_NS;
        }
    }

    static void settleAll(final Ledger ledger, final RecordSource source) throws SQLException {
        try (Settlement settlement = new Settlement(ledger, source, () -> { }, null)) {
            int count = 1;
            while (count > 0) {
                count = settlement.settle(1_000);
            }
        }
    }

    static Map<String, Long> naiveBalances(final SeededLeads leads) {
        final Map<String, Long> balances = new TreeMap<>();
        for (final SeededLeads.Sold sale : leads.sales) {
            balances.merge("buyer:" + sale.buyer() + ":receivable " + sale.currency(), sale.priceMicros(), Long::sum);
            balances.merge("publisher:" + sale.credited() + ":payable " + sale.currency(), -sale.payoutMicros(),
                    Long::sum);
            balances.merge("house:margin " + sale.currency(), sale.payoutMicros() - sale.priceMicros(), Long::sum);
        }
        for (final TopUpBody topUp : leads.topUps) {
            balances.merge("house:cash " + topUp.currency(), topUp.amountMicros(), Long::sum);
            balances.merge("buyer:" + topUp.buyer() + ":receivable " + topUp.currency(), -topUp.amountMicros(),
                    Long::sum);
        }
        return balances;
    }

    static Map<String, Long> balances(final Ledger ledger) throws SQLException {
        final Map<String, Long> balances = new TreeMap<>();
        try (DuckDBConnection connection = ledger.connect(); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery("SELECT account, currency, micros FROM balances")) {
            while (result.next()) {
                balances.put(result.getString(1) + " " + result.getString(2), result.getLong(3));
            }
        }
        return balances;
    }

    static String text(final Ledger ledger, final String sql) throws SQLException {
        try (DuckDBConnection connection = ledger.connect(); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    static void execute(final Ledger ledger, final String sql) throws SQLException {
        try (DuckDBConnection connection = ledger.connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
