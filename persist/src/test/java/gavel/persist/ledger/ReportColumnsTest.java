package gavel.persist.ledger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** What columns of reports count and show, and what is said of names that nobody has. */
class ReportColumnsTest {
    private static final ReportQuery DAY = ReportQuery.between(ReportTest.FIRST, ReportTest.FIRST.plusDays(1));

    @TempDir
    private Path directory;

    @Test
    void shouldCountOnlyPingsThatMayHaveLeft() throws SQLException {
        try (Ledger ledger = Ledger.open(directory, SettleTest.MEMORY_BYTES)) {
            ReportTest.insertNames(ledger);
            SettleTest.execute(ledger, "INSERT INTO posting VALUES (1, 1, 1, make_timestamp_ns(" + SeededLeads.START_NS
                    + "), 1, 1, 2, 4, 0, 0)");
            for (final int status : new int[] {1, 4, 5, 10}) {
                SettleTest.execute(ledger, "INSERT INTO bid VALUES (1, " + status + ", 1, " + status + ", 0, 1)");
            }
            final ReportTable table =
                    new Reports(ledger).buyers(DAY);
            assertEquals(2, ReportTest.number(table, 0, "pings"), "no connection and no free one: nothing left");
        }
    }

    @Test
    void shouldTellAClickAndEachLabelOfASale() throws SQLException {
        try (Ledger ledger = Ledger.open(directory, SettleTest.MEMORY_BYTES)) {
            ReportTest.insertSale(ledger, 1, SeededLeads.START_NS, 2, 1);
            ReportTest.insertSale(ledger, 2, SeededLeads.START_NS + 1, 2, 1);
            SettleTest.execute(ledger, "UPDATE sale SET click_id = 9, sub2 = 'b', sub5 = 'e' WHERE lead_id = 1");
            final ReportTable table = ReportTest.sales(new Reports(ledger), DAY);
            assertEquals("0000000000009 b e", ReportTest.text(table, 0, "click_id") + " "
                    + ReportTest.text(table, 0, "sub2") + " " + ReportTest.text(table, 0, "sub5"));
            assertNull(table.rows().get(1)[table.indexOf("click_id")]);
            assertEquals(2, ReportTest.number(table, 0, "price"));
            assertEquals("USD", ReportTest.text(table, 0, "currency"));
        }
    }

    @Test
    void shouldSayWhenItHasMetNobodyOfAName() throws SQLException {
        try (Ledger ledger = Ledger.open(directory, SettleTest.MEMORY_BYTES)) {
            ReportTest.insertSale(ledger, 1, SeededLeads.START_NS, 2, 1);
            final Reports reports = new Reports(ledger);
            final ReportQuery query = DAY;
            assertEquals(List.of(), reports.strangers(query.ofPublisher("p").ofBuyer("b").ofOffer("o")));
            assertEquals(List.of("the ledger has met no publisher of this name",
                    "the ledger has met no buyer of this name", "the ledger has met no offer of this name"),
                    reports.strangers(query.ofPublisher("x").ofBuyer("y").ofOffer("z")));
        }
    }
}
