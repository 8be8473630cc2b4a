package gavel.persist.ledger;

import gavel.persist.ledger.Findings.Finding;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Verify: no false alarm, and every kind of damage found, with the record that it concerns. */
class CheckTest {
    @TempDir
    static Path directory;

    /** What is done to a sound ledger; {@code %d} is the record that must be named. */
    record Damage(String name, String causeSql, String... sql) {
    }

    private static final String A_SALE = "SELECT journal_sequence FROM sale ORDER BY journal_sequence LIMIT 1 "
            + "OFFSET 20";
    private static final String A_CLICK = "SELECT journal_sequence FROM click ORDER BY journal_sequence LIMIT 1 "
            + "OFFSET 20";
    private static final String A_BID = "SELECT journal_sequence FROM bid ORDER BY journal_sequence LIMIT 1 OFFSET 20";
    private static final String AN_UNSOLD = "SELECT journal_sequence FROM lead_ended ORDER BY journal_sequence LIMIT 1 "
            + "OFFSET 20";
    private static final String A_POSTING = "SELECT journal_sequence FROM posting ORDER BY journal_sequence LIMIT 1 "
            + "OFFSET 20";
    private static final String A_REJECTION = "SELECT journal_sequence FROM post_ended WHERE status = 2 LIMIT 1";
    private static final String A_NAME = "SELECT journal_sequence FROM name WHERE name = 'solar'";
    private static final String A_NO_SALE = "SELECT journal_sequence FROM no_sale ORDER BY 1 LIMIT 1";
    private static final String A_TOP_UP = "SELECT journal_sequence FROM top_up ORDER BY 1 LIMIT 1 OFFSET 3";
    private static final String NO_CAUSE = "SELECT 0";

    static final List<Damage> DAMAGES = List.of(
            new Damage("sale missing", A_SALE, "DELETE FROM sale WHERE journal_sequence = %d"),
            new Damage("sale doubled", A_SALE, "CREATE TABLE s2 AS SELECT * FROM sale", "DROP TABLE sale",
                    "ALTER TABLE s2 RENAME TO sale",
                    "INSERT INTO sale SELECT * FROM sale WHERE journal_sequence = %d"),
            new Damage("lead sold twice", A_SALE, "CREATE TABLE s2 AS SELECT * FROM sale", "DROP TABLE sale",
                    "ALTER TABLE s2 RENAME TO sale",
                    "UPDATE sale SET lead_id = (SELECT min(lead_id) FROM sale) WHERE journal_sequence = %d"),
            new Damage("price changed by one", A_SALE,
                    "UPDATE sale SET price_micros = price_micros + 1 WHERE journal_sequence = %d"),
            new Damage("payout changed", A_SALE,
                    "UPDATE sale SET payout_micros = 0 WHERE journal_sequence = %d"),
            new Damage("credited publisher changed", A_SALE,
                    "UPDATE sale SET credited_publisher_id = 9999 WHERE journal_sequence = %d"),
            new Damage("sale at another time", A_SALE,
                    "UPDATE sale SET time = make_timestamp_ns(1) WHERE journal_sequence = %d"),
            new Damage("sale without a record", "SELECT sequence + 7 FROM position",
                    "INSERT INTO sale SELECT * REPLACE (%d AS journal_sequence, 12345 AS lead_id) FROM sale LIMIT 1"),
            new Damage("sale of a click's record", A_CLICK,
                    "INSERT INTO sale SELECT * REPLACE (%d AS journal_sequence, 12345 AS lead_id) FROM sale LIMIT 1"),
            new Damage("entry missing", A_SALE, "DELETE FROM entry WHERE journal_sequence = %d AND line = 2"),
            new Damage("entry doubled", A_SALE,
                    "INSERT INTO entry SELECT * FROM entry WHERE journal_sequence = %d AND line = 2"),
            new Damage("entry's amount changed", A_SALE,
                    "UPDATE entry SET micros = micros - 1 WHERE journal_sequence = %d AND line = 1"),
            new Damage("amounts changed, still zero", A_SALE,
                    "UPDATE entry SET micros = micros + 5 WHERE journal_sequence = %d AND line = 1",
                    "UPDATE entry SET micros = micros - 5 WHERE journal_sequence = %d AND line = 3"),
            new Damage("wrong account", A_SALE, "INSERT INTO name VALUES (0, 9999, 'publisher:pub-9:payable')",
                    "UPDATE entry SET account_id = 9999 WHERE journal_sequence = %d AND line = 2"),
            new Damage("wrong currency", A_SALE, "INSERT INTO name VALUES (0, 9999, 'XTS')",
                    "UPDATE entry SET currency_id = 9999 WHERE journal_sequence = %d"),
            new Damage("entry without a cause", NO_CAUSE,
                    "INSERT INTO entry VALUES (0, 3, make_timestamp_ns(1), 1, 1, 0)"),
            new Damage("entries beyond the position", "SELECT sequence + 1 FROM position",
                    "INSERT INTO entry VALUES (%d, 1, make_timestamp_ns(1), 1, 1, 5)",
                    "INSERT INTO entry VALUES (%d, 2, make_timestamp_ns(1), 1, 1, -5)"),
            new Damage("entries moved to another cause", A_SALE,
                    "UPDATE entry SET journal_sequence = journal_sequence - 1 WHERE journal_sequence = %d"),
            new Damage("no sale of a lead that is sold", A_NO_SALE,
                    "UPDATE sale SET lead_id = (SELECT lead_id FROM no_sale WHERE journal_sequence = %d) "
                    + "WHERE journal_sequence = (SELECT max(journal_sequence) FROM sale)"),
            new Damage("no sale of a post that had an outcome", A_NO_SALE, "UPDATE post_ended SET status = 2 WHERE "
                    + "lead_id = (SELECT lead_id FROM no_sale WHERE journal_sequence = %d)"),
            new Damage("payment changed", A_TOP_UP,
                    "UPDATE top_up SET amount_micros = amount_micros + 1 WHERE journal_sequence = %d"),
            new Damage("payment missing", A_TOP_UP, "DELETE FROM top_up WHERE journal_sequence = %d"),
            new Damage("click missing", A_CLICK, "DELETE FROM click WHERE journal_sequence = %d"),
            new Damage("click changed", A_CLICK, "UPDATE click SET sub1 = 'zz' WHERE journal_sequence = %d"),
            new Damage("bid missing", A_BID, "DELETE FROM bid WHERE journal_sequence = %d AND line = 1"),
            new Damage("bid doubled", A_BID,
                    "INSERT INTO bid SELECT * FROM bid WHERE journal_sequence = %d AND line = 1"),
            new Damage("bid changed", A_BID,
                    "UPDATE bid SET bid_micros = bid_micros + 1 WHERE journal_sequence = %d"),
            new Damage("bid of another campaign", A_BID, "UPDATE bid SET campaign_id = campaign_id + 1 "
                    + "WHERE journal_sequence = %d AND line = 1"),
            new Damage("posting missing", A_POSTING, "DELETE FROM posting WHERE journal_sequence = %d"),
            new Damage("posting doubled", A_POSTING,
                    "INSERT INTO posting SELECT * FROM posting WHERE journal_sequence = %d"),
            new Damage("attempt changed", A_REJECTION,
                    "UPDATE post_ended SET status = 1 WHERE journal_sequence = %d"),
            new Damage("lead's outcome changed", AN_UNSOLD,
                    "UPDATE lead_ended SET outcome = 3 - outcome WHERE journal_sequence = %d"),
            new Damage("name changed", A_NAME, "UPDATE name SET name = 'moon' WHERE name = 'solar'"),
            new Damage("name missing", A_NAME, "DELETE FROM name WHERE name = 'solar'"),
            new Damage("names exchanged", A_NAME, "UPDATE name SET name = CASE name WHEN 'auto' THEN 'solar' "
                    + "ELSE 'auto' END WHERE name IN ('auto', 'solar')"),
            new Damage("campaign changed", "SELECT journal_sequence FROM campaign WHERE campaign_id = 3",
                    "UPDATE campaign SET campaign = 'other' WHERE campaign_id = 3"),
            new Damage("configuration changed", "SELECT 1", "UPDATE config SET canonical = ''"),
            new Damage("position ahead", "SELECT sequence + 1 FROM position", "UPDATE position SET sequence = %d"),
            new Damage("position behind its rows", "SELECT sequence FROM position",
                    "UPDATE position SET sequence = sequence - 1"),
            new Damage("position of another history", "SELECT sequence FROM position",
                    "UPDATE position SET record_crc = record_crc + 1"),
            new Damage("position missing", NO_CAUSE, "DELETE FROM position"),
            new Damage("position doubled", NO_CAUSE, "INSERT INTO position SELECT * FROM position"));

    @TestFactory
    List<DynamicTest> shouldFindEveryKindOfDamage() throws Exception {
        final SeededLeads leads = new SeededLeads(51).upTo(600);
        final Path sound = directory.resolve("sound");
        try (Ledger ledger = Ledger.open(sound, SettleTest.MEMORY_BYTES)) {
            SettleTest.settleAll(ledger, leads.journal);
        }
        final List<DynamicTest> tests = new ArrayList<>();
        for (final Damage damage : DAMAGES) {
            tests.add(DynamicTest.dynamicTest(damage.name(), () -> findDamage(leads, sound, damage)));
        }
        return tests;
    }

    @Test
    void shouldFindDamageByTheRulesInSqlAlone() throws Exception {
        final SeededLeads leads = new SeededLeads(52).upTo(600);
        final Path one = directory.resolve("rules");
        try (Ledger ledger = Ledger.open(one, SettleTest.MEMORY_BYTES)) {
            SettleTest.settleAll(ledger, leads.journal);
        }
        final Map<String, String> sentenceByDamage = Map.of(
                "entry missing", "its entries sum to",
                "entry's amount changed", "all entries in",
                "amounts changed, still zero", "sales and payments call for 0 entries",
                "wrong account", "on publisher:pub-9:payable, there are 1",
                "wrong currency", "micro-units of XTS on house:margin, there are 1",
                "lead sold twice", "has 2 sales",
                "sale missing", "sale has " + (leads.sales.size() - 1) + " rows",
                "click missing", "click has " + (leads.clicks.size() - 1) + " rows",
                "no sale of a lead that is sold", "turned out to be no sale, and is sold",
                "no sale of a post that had an outcome", "turned out to be no sale, and no post of it had ended");
        for (final Damage damage : DAMAGES) {
            final String sentence = sentenceByDamage.get(damage.name());
            if (sentence != null) {
                final Findings findings = findDamage(leads, one, damage);
                assertTrue(findings.text().contains(sentence), damage.name() + ": " + findings.text());
            }
        }
    }

    private static Findings findDamage(final SeededLeads leads, final Path sound, final Damage damage)
            throws Exception {
        final Path copy = Files.createTempDirectory(directory, "damaged");
        Files.createDirectories(copy.resolve("ledger"));
        Files.copy(sound.resolve("ledger/ledger.duckdb"), copy.resolve("ledger/ledger.duckdb"));
        final long cause;
        try (Ledger ledger = Ledger.open(copy, SettleTest.MEMORY_BYTES)) {
            cause = Long.parseLong(SettleTest.text(ledger, damage.causeSql()));
            for (final String sql : damage.sql()) {
                SettleTest.execute(ledger, sql.replace("%d", String.valueOf(cause)));
            }
        }
        final Findings findings = LedgerCheck.verify(copy, leads.journal, SettleTest.MEMORY_BYTES);
        assertFalse(findings.isEmpty(), damage.name());
        assertTrue(findings.list().stream().map(Finding::journalSequence).anyMatch(named -> named == cause),
                damage.name() + " names record " + cause + ": " + findings.text());
        assertTrue(findings.count() < 20, findings.text());
        return findings;
    }

    @Test
    void shouldFindNothingInSoundLedgers() throws SQLException {
        for (int seed = 60; seed < 66; seed++) {
            final Path one = directory.resolve("sound-" + seed);
            final SeededLeads leads = new SeededLeads(seed).upTo(1_000 + new Random(seed).nextInt(8_000));
            final int shown = leads.journal.size() - 100;
            leads.journal.showOnly(shown);
            try (Ledger ledger = Ledger.open(one, SettleTest.MEMORY_BYTES)) {
                SettleTest.settleAll(ledger, leads.journal);
            }
            leads.journal.showOnly(Integer.MAX_VALUE);
            final Findings findings = LedgerCheck.verify(one, leads.journal, SettleTest.MEMORY_BYTES);
            assertEquals("nothing wrong in " + shown + " records; the ledger stands at record " + shown
                    + ", 100 behind the journal\n", findings.text());
            assertEquals(shown, findings.position());
            assertEquals(100, findings.behind());
            assertEquals(shown, findings.records());
        }
    }

    @Test
    void shouldSayWhereTheJournalEndsTooEarlyOrSkips() throws SQLException {
        final SeededLeads leads = new SeededLeads(70).upTo(300);
        final Path one = directory.resolve("short");
        try (Ledger ledger = Ledger.open(one, SettleTest.MEMORY_BYTES)) {
            SettleTest.settleAll(ledger, leads.journal);
        }
        leads.journal.showOnly(250);
        final Findings shortened = LedgerCheck.verify(one, leads.journal, SettleTest.MEMORY_BYTES);
        assertTrue(shortened.text().contains("the ledger stands here, and the journal ends with record 250"));
        leads.journal.showOnly(Integer.MAX_VALUE);
        leads.journal.lose(100);
        final Findings skipping = LedgerCheck.verify(one, leads.journal, SettleTest.MEMORY_BYTES);
        assertTrue(skipping.text().contains("record 101: the journal has no record between it and 99"),
                skipping.text());
    }

    @Test
    void shouldKeepAThousandSentencesAndCountAll() throws SQLException {
        final SeededLeads leads = new SeededLeads(71).upTo(3_000);
        final Path one = directory.resolve("many");
        try (Ledger ledger = Ledger.open(one, SettleTest.MEMORY_BYTES)) {
            SettleTest.settleAll(ledger, leads.journal);
            SettleTest.execute(ledger, "DELETE FROM bid");
        }
        final Findings findings = LedgerCheck.verify(one, leads.journal, SettleTest.MEMORY_BYTES);
        final long ranges = (leads.journal.size() + ChainedRows.SEAL_RECORDS - 1) / ChainedRows.SEAL_RECORDS;
        assertEquals(leads.bids.size() + ranges, findings.count());
        assertEquals(Findings.KEPT_MAX, findings.list().size());
        assertTrue(findings.text().contains("and " + (findings.count() - Findings.KEPT_MAX) + " more"));
    }

    @Test
    void shouldNotMakeALedgerWhereThereIsNone() {
        final Path none = directory.resolve("none");
        final LedgerException e = assertThrows(LedgerException.class,
                () -> LedgerCheck.verify(none, new FakeJournal(), SettleTest.MEMORY_BYTES));
        assertTrue(e.getMessage().contains("gavel ledger rebuild " + none), e.getMessage());
        assertFalse(Files.exists(none.resolve("ledger")));
    }
}
