package gavel.persist.ledger;

import gavel.persist.ledger.CheckTest.Damage;
import org.duckdb.DuckDBConnection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Kinds of damage to a ledger that {@link CheckTest} has not: cunning ones, its chain, its layout, its file. */
final class LedgerDamage {
    private static final String A_SALE =
            "SELECT journal_sequence FROM sale ORDER BY journal_sequence LIMIT 1 OFFSET 20";
    private static final String A_SALE_BY_CLICK = "SELECT journal_sequence FROM sale WHERE click_id IS NOT NULL "
            + "ORDER BY journal_sequence LIMIT 1 OFFSET 20";
    private static final String A_SALE_WITHOUT_CLICK = "SELECT journal_sequence FROM sale WHERE click_id IS NULL "
            + "ORDER BY journal_sequence LIMIT 1 OFFSET 20";
    private static final String A_CLICK =
            "SELECT journal_sequence FROM click ORDER BY journal_sequence LIMIT 1 OFFSET 20";
    private static final String A_NO_SALE = "SELECT min(journal_sequence) FROM no_sale";
    private static final String A_SEAL =
            "SELECT journal_sequence FROM seal ORDER BY journal_sequence LIMIT 1 OFFSET 2";
    private static final String LEDGER = "SELECT 0";
    private static final String POSITION = "SELECT sequence FROM position";
    private static final String OTHER_PAYABLE = "(SELECT min(name_id) FROM name WHERE name LIKE 'publisher:%%' AND "
            + "name_id <> account_id)";

    private LedgerDamage() {
    }

    static final List<Damage> KINDS = List.of(
            new Damage("all lines of a cause missing", A_SALE, "DELETE FROM entry WHERE journal_sequence = %d"),
            new Damage("a sale missing with its entries", A_SALE, "DELETE FROM entry WHERE journal_sequence = %d",
                    "DELETE FROM sale WHERE journal_sequence = %d"),
            new Damage("a record's rows missing in all tables", A_SALE, everywhere("DELETE FROM @ WHERE "
                    + "journal_sequence = %d")),
            new Damage("payout raised and margin lowered, in the sale and its entries", A_SALE,
                    "UPDATE sale SET payout_micros = payout_micros + 1000 WHERE journal_sequence = %d",
                    "UPDATE entry SET micros = micros - 1000 WHERE journal_sequence = %d AND line = 2",
                    "UPDATE entry SET micros = micros + 1000 WHERE journal_sequence = %d AND line = 3"),
            new Damage("price raised, in the sale and its entries", A_SALE,
                    "UPDATE sale SET price_micros = price_micros + 1000 WHERE journal_sequence = %d",
                    "UPDATE entry SET micros = micros + 1000 WHERE journal_sequence = %d AND line = 1",
                    "UPDATE entry SET micros = micros - 1000 WHERE journal_sequence = %d AND line = 3"),
            new Damage("payout moved to another publisher, in the sale and its entry", A_SALE,
                    "UPDATE sale SET credited_publisher_id = (SELECT min(name_id) FROM name WHERE name LIKE 'pub-%%' "
                            + "AND name_id <> credited_publisher_id) WHERE journal_sequence = %d",
                    "UPDATE entry SET account_id = " + OTHER_PAYABLE + " WHERE journal_sequence = %d AND line = 2"),
            new Damage("payout moved to another publisher, in the entry alone", A_SALE,
                    "UPDATE entry SET account_id = " + OTHER_PAYABLE + " WHERE journal_sequence = %d AND line = 2"),
            new Damage("currency changed, in the sale and its entries", A_SALE,
                    "UPDATE entry SET currency_id = (SELECT name_id FROM name WHERE name = 'EUR') + (SELECT name_id "
                            + "FROM name WHERE name = 'USD') - currency_id WHERE journal_sequence = %d",
                    "UPDATE sale SET currency_id = (SELECT name_id FROM name WHERE name = 'EUR') + (SELECT name_id "
                            + "FROM name WHERE name = 'USD') - currency_id WHERE journal_sequence = %d"),
            new Damage("amounts of two lines exchanged", A_SALE, "UPDATE entry SET micros = (SELECT e.micros FROM "
                    + "entry e WHERE e.journal_sequence = %d AND e.line = 5 - entry.line) WHERE journal_sequence = %d "
                    + "AND line > 1"),
            new Damage("two sales exchanged", A_SALE, exchanged("sale", "SELECT min(journal_sequence) FROM sale WHERE "
                    + "journal_sequence > %d")),
            new Damage("two clicks exchanged", A_CLICK, exchanged("click", "SELECT min(journal_sequence) FROM click "
                    + "WHERE journal_sequence > %d")),
            new Damage("a record's rows moved to another record", A_SALE, everywhere("UPDATE @ SET journal_sequence = "
                    + "journal_sequence + 1 WHERE journal_sequence = %d")),
            new Damage("a bit of a 64-bit number flipped", A_SALE_BY_CLICK,
                    "UPDATE sale SET click_id = xor(click_id, 1048576) WHERE journal_sequence = %d"),
            new Damage("a bit of a 32-bit number flipped", A_SALE,
                    "UPDATE sale SET elapsed_us = xor(elapsed_us, 4) WHERE journal_sequence = %d"),
            new Damage("a bit of a 16-bit number flipped", A_SALE,
                    "UPDATE sale SET payout_kind = xor(payout_kind, 1) WHERE journal_sequence = %d"),
            new Damage("a bit of a text flipped", A_SALE,
                    "UPDATE sale SET publisher_lead_id = 'B' || substr(publisher_lead_id, 2) WHERE "
                            + "journal_sequence = %d"),
            new Damage("a time moved by a nanosecond", A_SALE,
                    "UPDATE sale SET time = make_timestamp_ns(epoch_ns(time) + 1) WHERE journal_sequence = %d"),
            new Damage("a value taken away", A_SALE_BY_CLICK,
                    "UPDATE sale SET click_id = NULL WHERE journal_sequence = %d"),
            new Damage("a value put where none was", A_SALE_WITHOUT_CLICK,
                    "UPDATE sale SET click_id = 0 WHERE journal_sequence = %d"),
            new Damage("an entry's time moved", A_SALE,
                    "UPDATE entry SET time = make_timestamp_ns(epoch_ns(time) + 1) WHERE journal_sequence = %d AND "
                            + "line = 1"),
            new Damage("a buyer's reference changed", A_SALE,
                    "UPDATE sale SET reference = reference || ' ' WHERE journal_sequence = %d"),
            new Damage("a note changed", A_NO_SALE, "UPDATE no_sale SET note = 'nobody' WHERE journal_sequence = %d"),
            new Damage("who found a sale changed", A_SALE,
                    "UPDATE sale SET found_by = 1 - found_by WHERE journal_sequence = %d"),
            new Damage("a configuration's hash changed", "SELECT 1", "UPDATE config SET sha256 = 'ab13'"),
            new Damage("a name's number changed in all rows", "SELECT journal_sequence FROM name WHERE name_id = 2",
                    "UPDATE name SET name_id = 999 WHERE name_id = 2", "UPDATE entry SET account_id = 999 WHERE "
                    + "account_id = 2", "UPDATE sale SET offer_id = 999 WHERE offer_id = 2",
                    "UPDATE click SET offer_id = 999 WHERE offer_id = 2"),
            new Damage("a seal missing", A_SEAL, "DELETE FROM seal WHERE journal_sequence = %d"),
            new Damage("a seal doubled", A_SEAL, "INSERT INTO seal SELECT * FROM seal WHERE journal_sequence = %d"),
            new Damage("a seal where none belongs", "SELECT 100", "INSERT INTO seal SELECT 100, rows_sha256, "
                    + "records_sha256 FROM seal WHERE journal_sequence = 64"),
            new Damage("a seal's link over rows changed", A_SEAL,
                    "UPDATE seal SET rows_sha256 = reverse(rows_sha256) WHERE journal_sequence = %d"),
            new Damage("a seal's link over records changed", A_SEAL,
                    "UPDATE seal SET records_sha256 = reverse(records_sha256) WHERE journal_sequence = %d"),
            new Damage("the position's link over rows changed", POSITION,
                    "UPDATE position SET rows_sha256 = reverse(rows_sha256)"),
            new Damage("the position's link over records changed", POSITION,
                    "UPDATE position SET records_sha256 = reverse(records_sha256)"),
            new Damage("the position moved back with its checksum", "SELECT sequence - 20 FROM position",
                    "UPDATE position SET sequence = %d"),
            new Damage("a second layout version", LEDGER, "INSERT INTO schema_version VALUES (1)"),
            new Damage("the layout version lowered", LEDGER, "UPDATE schema_version SET version = version - 1"),
            new Damage("the layout version raised", LEDGER, "UPDATE schema_version SET version = version + 1"),
            new Damage("a view that shows other amounts", LEDGER, "CREATE OR REPLACE VIEW balances AS SELECT account, "
                    + "currency, CAST(SUM(micros) // 2 AS BIGINT) AS micros FROM entries GROUP BY account, currency"),
            new Damage("a view missing", LEDGER, "DROP VIEW attempt_outcomes"),
            new Damage("a table's key dropped", LEDGER, "CREATE TABLE s2 AS SELECT * FROM sale", "DROP TABLE sale",
                    "ALTER TABLE s2 RENAME TO sale"),
            new Damage("a table that is not ours", LEDGER, "CREATE TABLE mine AS SELECT * FROM sale"),
            new Damage("all rows of all tables missing", POSITION, everywhere("DELETE FROM @ WHERE true")));

    /** Makes the chain over the rows and the position fit what the rows are now, as somebody who knows it would. */
    static void rehash(final Ledger ledger) throws SQLException {
        final long position = Long.parseLong(SettleTest.text(ledger, "SELECT sequence FROM position"));
        final RowGroups rows = RowGroups.stored(ledger, 0, position);
        final HashChain chain = new HashChain(HashChain.START);
        final RowBytes bytes = new RowBytes();
        try (DuckDBConnection connection = ledger.connect(); PreparedStatement update = connection.prepareStatement(
                "UPDATE seal SET rows_sha256 = $1 WHERE journal_sequence = $2")) {
            for (long sequence = 1; sequence <= position; sequence++) {
                rows.replay(sequence, bytes);
                bytes.endRecord(chain);
                if (ChainedRows.isSealed(sequence)) {
                    update.setString(1, chain.link());
                    update.setLong(2, sequence);
                    update.executeUpdate();
                }
            }
        }
        SettleTest.execute(ledger, "UPDATE position SET rows_sha256 = '" + chain.link() + "'");
    }

    /** What is done to the file itself. */
    interface FileAct {
        void on(Path file, Random random) throws Exception;
    }

    /** One kind. */
    record FileKind(String name, FileAct act) {
    }

    static final List<FileKind> FILE_KINDS = List.of(
            new FileKind("the ledger's file, a block overwritten", (file, random) -> {
                final byte[] bytes = Files.readAllBytes(file);
                Arrays.fill(bytes, 12_288, bytes.length, (byte) random.nextInt(256));
                Files.write(file, bytes);
            }),
            new FileKind("the ledger's file, its header overwritten", (file, random) -> {
                final byte[] bytes = Files.readAllBytes(file);
                Arrays.fill(bytes, 0, 4_096, (byte) 7);
                Files.write(file, bytes);
            }),
            new FileKind("the ledger's file cut off", (file, random) -> Files.write(file,
                    Arrays.copyOf(Files.readAllBytes(file), 5_000 + random.nextInt(3_000)))),
            new FileKind("the ledger's file empty", (file, random) -> Files.write(file, new byte[0])),
            new FileKind("the ledger's file missing", (file, random) -> Files.delete(file)));

    private static String[] everywhere(final String sql) {
        final List<String> all = new ArrayList<>();
        for (final LedgerTable table : LedgerTable.values()) {
            all.add(sql.replace("@", table.tableName()));
        }
        return all.toArray(String[]::new);
    }

    /** The rows of two records, each as the other's. */
    private static String[] exchanged(final String table, final String other) {
        return new String[] {
            "CREATE TEMP TABLE pair AS SELECT %d AS one, (" + other + ") AS two",
            "UPDATE " + table + " SET journal_sequence = (SELECT one + two FROM pair) - journal_sequence "
                    + "WHERE journal_sequence IN (SELECT one FROM pair UNION ALL SELECT two FROM pair)"};
    }
}
