package gavel.persist.ledger;

import gavel.config.ServerConfig.Settle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Supplier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A ledger that is looked at while it is settled: silent while it is sound, and stopped once it was changed. */
class WatchTest {
    private static final int RECORDS = 3_000;
    /** Looks in which every row has had its turn. */
    private static final int ROUND = RECORDS / LedgerWatch.SWEEP_RECORDS + 2;

    @TempDir
    Path directory;
    private long nowNs;

    @Test
    void shouldFindNothingWhileBooksGrowAndAfterRestarts() throws SQLException {
        final SeededLeads leads = new SeededLeads(81);
        final LedgerWatch.Forced[] forced = {null};
        for (int run = 0; run < 3; run++) {
            try (Ledger ledger = Ledger.open(directory, SettleTest.MEMORY_BYTES)) {
                final SettleAgent agent = agent(ledger, leads.journal, () -> forced[0]);
                for (int i = 0; i < 40; i++) {
                    leads.upTo(leads.journal.size() + 37);
                    forced[0] = new LedgerWatch.Forced(leads.journal.size(), leads.sales.size());
                    agent.doWork();
                    assertNull(agent.lastError());
                    nowNs += SettleAgent.WATCH_NS / 3;
                }
                assertTrue(agent.checked() > 1_000, agent.checked() + " records were looked at");
                assertEquals(agent.position(), agent.head().sequence());
                agent.onClose();
            }
        }
    }

    @Test
    void shouldCostTheSameHoweverLargeTheLedgerIs() throws SQLException {
        final SeededLeads leads = new SeededLeads(82).upTo(RECORDS);
        try (Ledger ledger = Ledger.open(directory, SettleTest.MEMORY_BYTES)) {
            final SettleAgent agent = settled(ledger, leads, null);
            for (int look = 0; look < 2 * ROUND; look++) {
                final long before = agent.checked();
                look(agent);
                final long checked = agent.checked() - before;
                assertTrue(checked > 0 && checked < 2 * ChainedRows.SEAL_RECORDS + LedgerWatch.SWEEP_RECORDS,
                        checked + " records in a look");
            }
            assertFalse(agent.isBreached());
            agent.onClose();
        }
    }

    @Test
    void shouldFindAChangeOfWhatIsNewAtOnce() throws Exception {
        assertFound(1, "UPDATE position SET record_crc = record_crc + 1", "the position is");
        assertFound(1, "UPDATE position SET rows_sha256 = reverse(rows_sha256)", "the position is");
        assertFound(1, "DELETE FROM position", "the position is not there");
        assertFound(1, "INSERT INTO position SELECT * FROM position", "more than one position");
        assertFound(1, "UPDATE entry SET micros = micros + 1 WHERE journal_sequence = (SELECT max(journal_sequence) "
                + "FROM entry)", "are not those that were s");
        assertFound(1, "DELETE FROM lead_ended WHERE journal_sequence = (SELECT max(journal_sequence) FROM lead_ended)",
                "are not those that were s");
        assertFound(1, "INSERT INTO sale SELECT * REPLACE (99999 AS journal_sequence, 5 AS lead_id) FROM sale LIMIT 1",
                "brought 0 sales and 0 clicks, and the ledger shows 1");
        assertFound(1, "INSERT INTO entry VALUES (99999, 1, make_timestamp_ns(1), 1, 1, 7)", "do not sum to zero in 1");
    }

    @Test
    void shouldFindAChangeOfWhatIsOldWithinARound() throws Exception {
        assertFound(ROUND, "UPDATE entry SET micros = micros + 1 WHERE journal_sequence = (SELECT "
                + "min(journal_sequence) FROM entry)", "are not those that were sealed");
        assertFound(ROUND, "DELETE FROM bid WHERE journal_sequence = (SELECT min(journal_sequence) FROM bid)",
                "are not those that were sealed");
        assertFound(ROUND, "UPDATE name SET name = 'moon' WHERE name = 'solar'", "the rows of records 1 to 64 are not");
        assertFound(ROUND, "DELETE FROM seal WHERE journal_sequence = 640", "record 640: its seal is missing");
        assertFound(ROUND, "UPDATE seal SET rows_sha256 = reverse(rows_sha256) WHERE journal_sequence = 640",
                "the rows of records 577 to 640 are not");
    }

    @Test
    void shouldFindSalesThatWereForcedAndNotSettled() throws Exception {
        final SeededLeads leads = new SeededLeads(83).upTo(RECORDS);
        final int size = leads.journal.size();
        final int sales = leads.sales.size();
        assertForced(leads, () -> new LedgerWatch.Forced(size, sales + 1), (sales + 1) + " sales were forced up to");
        assertForced(leads, () -> new LedgerWatch.Forced(size, sales - 1), (sales - 1) + " sales were forced up to");
        assertForced(leads, () -> new LedgerWatch.Forced(size - 1, sales), "journal was forced up to " + (size - 1));
        assertForced(leads, () -> new LedgerWatch.Forced(size + 100, sales + 9), null);
    }

    private void assertForced(final SeededLeads leads, final Supplier<LedgerWatch.Forced> forced, final String sentence)
            throws SQLException {
        try (Ledger ledger = Ledger.open(directory, SettleTest.MEMORY_BYTES)) {
            final SettleAgent agent = settled(ledger, leads, forced);
            look(agent);
            assertEquals(sentence != null, agent.isBreached(), agent.lastError());
            assertTrue(sentence == null || agent.lastError().contains(sentence), agent.lastError());
            agent.onClose();
        }
    }

    private void assertFound(final int looks, final String damage, final String sentence) throws Exception {
        final SeededLeads leads = new SeededLeads(84).upTo(RECORDS);
        final Path one = Files.createTempDirectory(directory, "damaged");
        try (Ledger ledger = Ledger.open(one, SettleTest.MEMORY_BYTES)) {
            final SettleAgent agent = settled(ledger, leads, null);
            look(agent);
            assertNull(agent.lastError());
            SettleTest.execute(ledger, damage);
            for (int i = 0; i < looks; i++) {
                look(agent);
            }
            assertTrue(agent.isBreached(), damage);
            assertTrue(agent.lastError().contains(sentence), agent.lastError());
            final String evidence = Files.readString(one.resolve("ledger/evidence/breach-1.txt"));
            assertTrue(evidence.contains(sentence), evidence);
            assertTrue(!sentence.contains("are not those") || evidence.contains("What the ledger has there now:\n"),
                    evidence);
            final long before = agent.position();
            leads.upTo(RECORDS + 100);
            look(agent);
            assertEquals(before, agent.position(), "nothing is settled any more");
            agent.onClose();
        }
    }

    private SettleAgent settled(final Ledger ledger, final SeededLeads leads,
                                final Supplier<LedgerWatch.Forced> forced) {
        final SettleAgent agent = agent(ledger, leads.journal, forced);
        while (agent.position() < leads.journal.size()) {
            agent.doWork();
            assertNull(agent.lastError());
        }
        return agent;
    }

    private void look(final SettleAgent agent) {
        nowNs += SettleAgent.WATCH_NS;
        agent.doWork();
    }

    private SettleAgent agent(final Ledger ledger, final RecordSource source,
                              final Supplier<LedgerWatch.Forced> forced) {
        return new SettleAgent(ledger, source, new Settle(100, 0, SettleTest.MEMORY_BYTES), () -> nowNs, forced);
    }
}
