package gavel.persist.ledger;

import gavel.persist.ledger.ReportQuery.Group;
import gavel.persist.ledger.ReportTable.Column;
import gavel.persist.ledger.ReportTable.Kind;
import gavel.persist.record.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Numbers of the reports against naive sums, and how they are printed. */
class ReportTest {
    static final LocalDate FIRST = day(SeededLeads.START_NS, ZoneOffset.UTC);

    @TempDir
    Path directory;

    @Test
    void shouldAgreeWithNaiveSumsInEveryGrouping() throws SQLException {
        final SeededLeads leads = new SeededLeads(31).upTo(20_000);
        try (Ledger ledger = settled(leads)) {
            final Reports reports = new Reports(ledger);
            for (final ZoneId zone : List.of(ZoneOffset.UTC, ZoneId.of("America/St_Johns"))) {
                final ReportQuery all = ReportQuery.between(FIRST, FIRST.plusDays(30)).in(zone);
                final List<ReportQuery> queries = List.of(all, all.by(Group.DAY),
                        all.by(Group.PUBLISHER, Group.OFFER, Group.DAY), all.by(Group.BUYER, Group.DAY),
                        all.ofPublisher("pub-3").by(Group.OFFER), all.ofBuyer("buyer-2"),
                        ReportQuery.between(FIRST.plusDays(1), FIRST.plusDays(2)).in(zone).ofOffer("solar-quote"));
                for (final ReportQuery query : queries) {
                    assertEquals(naivePayouts(leads, query), rows(reports.payouts(query)), query.toString());
                    assertEquals(naiveBuyers(leads, query), rows(reports.buyers(query)), query.toString());
                }
            }
            final ReportTable total = reports.payouts(ReportQuery.between(FIRST, FIRST.plusDays(30)).by(Group.DAY));
            assertTrue(total.rows().size() > 4, "the days of the journal: " + total.rows().size());
        }
    }

    @Test
    void shouldListEverySaleOnceOverPagesAndSayWhenItCuts() throws SQLException {
        final SeededLeads leads = new SeededLeads(32).upTo(6_000);
        try (Ledger ledger = settled(leads)) {
            final Reports reports = new Reports(ledger, 97);
            final ReportQuery query = ReportQuery.between(FIRST, FIRST.plusDays(60)).limit(1_000_000);
            final ReportTable table = sales(reports, query);
            final List<SeededLeads.Sold> naive = new ArrayList<>(leads.sales);
            naive.sort(Comparator.comparingLong(SeededLeads.Sold::timeNs));
            assertTrue(naive.size() > 500, "more than one page: " + naive.size());
            assertEquals(naive.size(), table.rows().size());
            for (int i = 0; i < naive.size(); i++) {
                assertEquals(Ids.print(naive.get(i).leadId()), text(table, i, "lead_id"));
                assertEquals(naive.get(i).priceMicros(), number(table, i, "price"));
                assertEquals(naive.get(i).payoutMicros(), number(table, i, "payout"));
                assertEquals(naive.get(i).timeNs(), number(table, i, "time"));
            }
            assertTrue(table.notes().isEmpty());
            final ReportTable cut = sales(reports, query.limit(10));
            assertEquals(10, cut.rows().size());
            assertEquals(List.of("cut after 10 rows; a higher limit or fewer days show the rest"), cut.notes());
            assertTrue(sales(reports, query.limit(naive.size())).notes().isEmpty());
            assertEquals(cut.notes(), reports.cutOfSales(query.limit(10)));
            assertEquals(List.of(), reports.cutOfSales(query.limit(naive.size())));
            assertEquals(1, reports.payouts(query.limit(1)).notes().size());
            final long ofOne = naive.stream()
                    .filter(sale -> sale.publisher().equals("pub-1") || sale.credited().equals("pub-1")).count();
            assertEquals(ofOne, sales(reports, query.ofPublisher("pub-1")).rows().size());
        }
    }

    @Test
    void shouldCountADayFromItsStartToBeforeTheNext() throws SQLException {
        final ZoneId zone = ZoneId.of("Europe/Berlin");
        final LocalDate springForward = LocalDate.of(2026, 3, 29);
        final long startNs = springForward.atStartOfDay(zone).toEpochSecond() * 1_000_000_000L;
        final long endNs = springForward.plusDays(1).atStartOfDay(zone).toEpochSecond() * 1_000_000_000L;
        assertEquals(23L * 3600 * 1_000_000_000L, endNs - startNs);
        try (Ledger ledger = Ledger.open(directory, SettleTest.MEMORY_BYTES)) {
            int id = 0;
            for (final long timeNs : new long[] {startNs - 1, startNs, endNs - 1, endNs}) {
                insertSale(ledger, ++id, timeNs, 12_500_000, 10_000_000);
            }
            final ReportTable table = new Reports(ledger).payouts(
                    ReportQuery.between(springForward.minusDays(3), springForward.plusDays(3)).in(zone).by(Group.DAY));
            final List<String> days = new ArrayList<>();
            for (int i = 0; i < table.rows().size(); i++) {
                days.add(text(table, i, "day") + " " + number(table, i, "sales"));
            }
            assertEquals(List.of("2026-03-28 1", "2026-03-29 2", "2026-03-30 1"), days);
            final ReportQuery oneDay = ReportQuery.between(springForward, springForward.plusDays(1)).in(zone);
            assertEquals(2, number(new Reports(ledger).payouts(oneDay), 0, "sales"));
            assertEquals(2, number(new Reports(ledger).buyers(oneDay), 0, "accepted"));
            assertEquals(2, sales(new Reports(ledger), oneDay).rows().size());
        }
    }

    @Test
    void shouldRaiseAndNotWrapWhenASumDoesNotFit() throws SQLException {
        try (Ledger ledger = Ledger.open(directory, SettleTest.MEMORY_BYTES)) {
            insertSale(ledger, 1, SeededLeads.START_NS, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2);
            insertSale(ledger, 2, SeededLeads.START_NS, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2);
            final Reports reports = new Reports(ledger);
            final ReportQuery oneDay = ReportQuery.between(FIRST, FIRST.plusDays(1));
            for (final Executable report : List.<Executable>of(() -> reports.payouts(oneDay),
                    () -> reports.buyers(oneDay))) {
                final LedgerException e = assertThrows(LedgerException.class, report);
                assertTrue(e.getMessage().contains("out of range"), e.getMessage());
            }
            final ReportTable sales = sales(reports, ReportQuery.between(FIRST, FIRST.plusDays(1)));
            assertThrows(ArithmeticException.class, () -> render(ReportFormat.TEXT, sales));
            SettleTest.execute(ledger, "INSERT INTO entry VALUES (1, 1, make_timestamp_ns(1), 5, 4, "
                    + Long.MAX_VALUE + "), (1, 2, make_timestamp_ns(1), 5, 4, " + Long.MAX_VALUE
                    + "), (1, 3, make_timestamp_ns(1), 5, 4, 2)");
            assertEquals("18446744073709551616", SettleTest.text(ledger,
                    "SELECT micros FROM (" + Sql.text("unbalanced-total") + ")"), "a sum that is 0 in 64 bits");
        }
    }

    @Test
    void shouldPrintATableForPeople() {
        assertEquals(GOLDEN_TEXT, render(ReportFormat.TEXT, golden()));
    }

    private static final String GOLDEN_TEXT = """
            payouts, golden

            publisher    currency  sales        price  sold percent  since
            -----------  --------  -----  -----------  ------------  ------------------------------
            pub-1        EUR           2    -0.500000                2026-11-22T00:00:00.000000001Z
            pub "2",é    USD         120  1250.000000         12.35
            pub-3?[2J    USD           1     0.000001          0.00
            -----------  --------  -----  -----------  ------------  ------------------------------
            total shown  EUR           2    -0.500000
            total shown  USD         121  1250.000001

            a note
            """;

    @Test
    void shouldPrintCsv() {
        assertEquals("publisher,currency,sales,price,sold_percent,since\r\n"
                + "pub-1,EUR,2,-0.50,,2026-11-22T00:00:00.000000001Z\r\n"
                + "\"pub \"\"2\"\",é\",USD,120,1250.00,12.35,\r\n"
                + "pub-3\u001b[2J,USD,1,0.000001,0.00,\r\n", render(ReportFormat.CSV, golden()));
    }

    @Test
    void shouldPrintJson() {
        assertEquals("""
                [
                {"publisher":"pub-1","currency":"EUR","sales":2,"price":"-0.50","sold_percent":null,\
                "since":"2026-11-22T00:00:00.000000001Z"},
                {"publisher":"pub \\"2\\",é","currency":"USD","sales":120,"price":"1250.00",\
                "sold_percent":"12.35","since":null},
                {"publisher":"pub-3\\u001b[2J","currency":"USD","sales":1,"price":"0.000001",\
                "sold_percent":"0.00","since":null}
                ]
                """, render(ReportFormat.JSON, golden()));
        assertEquals("[]\n", render(ReportFormat.JSON, empty()));
    }

    @Test
    void shouldSayThatThereIsNothing() {
        assertEquals("none\n\npublisher\n---------\nnothing in this time\n", render(ReportFormat.TEXT, empty()));
    }

    @Test
    void shouldPrintMoneyWithTwoToSixPlaces() {
        assertEquals("12.50", ReportFormat.money(12_500_000));
        assertEquals("0.00", ReportFormat.money(0));
        assertEquals("-0.000001", ReportFormat.money(-1));
        assertEquals("100.00", ReportFormat.money(100_000_000));
        assertEquals("9223372036854.775807", ReportFormat.money(Long.MAX_VALUE));
        assertEquals("-9223372036854.775808", ReportFormat.money(Long.MIN_VALUE));
        assertEquals("12.35", ReportFormat.percent(123_450));
        assertEquals("12.34", ReportFormat.percent(123_449));
    }

    @Test
    void shouldRefuseATimeThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> ReportQuery.between(FIRST, FIRST));
        assertThrows(IllegalArgumentException.class,
                () -> ReportQuery.between(FIRST, FIRST.plusDays(4000)).by(Group.DAY));
        assertFalse(ReportQuery.between(FIRST, FIRST.plusDays(4000)).groups().contains(Group.DAY));
    }

    private static ReportTable golden() {
        final ReportTable table = new ReportTable();
        table.begin("payouts, golden", List.of(new Column("publisher", Kind.TEXT, false),
                new Column("currency", Kind.TEXT, false), new Column("sales", Kind.COUNT, true),
                new Column("price", Kind.MONEY, true), new Column("sold_percent", Kind.RATE, false),
                new Column("since", Kind.TIME, false)));
        final long sinceNs = Instant.parse("2026-11-22T00:00:00Z").getEpochSecond() * 1_000_000_000L + 1;
        table.row(new Object[] {"pub-1", "EUR", 2L, -500_000L, null, sinceNs});
        table.row(new Object[] {"pub \"2\",é", "USD", 120L, 1_250_000_000L, 123_456L, null});
        table.row(new Object[] {"pub-3\u001b[2J", "USD", 1L, 1L, 0L, null});
        table.note("a note");
        return table;
    }

    private static ReportTable empty() {
        final ReportTable table = new ReportTable();
        table.begin("none", List.of(new Column("publisher", Kind.TEXT, false)));
        return table;
    }

    private Ledger settled(final SeededLeads leads) throws SQLException {
        final Ledger ledger = Ledger.open(directory, SettleTest.MEMORY_BYTES);
        SettleTest.settleAll(ledger, leads.journal);
        return ledger;
    }

    /** p is name 1, o 2, v 3, USD 4, a 5, and no publisher of a click 6; b's c is campaign 1. */
    static void insertNames(final Ledger ledger) throws SQLException {
        SettleTest.execute(ledger, "DELETE FROM name");
        SettleTest.execute(ledger, "DELETE FROM campaign");
        SettleTest.execute(ledger, "INSERT INTO name VALUES (0, 1, 'p'), (0, 2, 'o'), (0, 3, 'v'), (0, 4, 'USD'), "
                + "(0, 5, 'a'), (0, 6, '')");
        SettleTest.execute(ledger, "INSERT INTO campaign VALUES (0, 1, 'c', 'b')");
    }

    static void insertSale(final Ledger ledger, final long id, final long timeNs, final long priceMicros,
                                   final long payoutMicros) throws SQLException {
        insertNames(ledger);
        SettleTest.execute(ledger, "INSERT INTO sale BY NAME SELECT 0 AS journal_sequence, " + id + " AS lead_id, "
                + "make_timestamp_ns(" + timeNs + ") AS time, 1 AS publisher_id, 2 AS offer_id, 3 AS vertical_id, "
                + "'A' AS publisher_lead_id, 4 AS currency_id, 6 AS click_publisher_id, 0 AS floor_micros, "
                + "1 AS config_version, '' AS sub1, '' AS sub2, '' AS sub3, '' AS sub4, '' AS sub5, 1 AS attempt, "
                + "1 AS campaign_id, " + priceMicros + " AS price_micros, " + payoutMicros + " AS payout_micros, "
                + "1 AS payout_kind, 1 AS payout_value, 1 AS credited_publisher_id, 2 AS credited_by, "
                + "'' AS reference, 1 AS elapsed_us, 0 AS found_by, '' AS note");
    }

    private static LocalDate day(final long timeNs, final ZoneId zone) {
        return Instant.ofEpochSecond(timeNs / 1_000_000_000L).atZone(zone).toLocalDate();
    }

    private static String key(final ReportQuery query, final Group usual, final long timeNs, final String... ids) {
        final List<Group> groups = query.groups().isEmpty() ? List.of(usual) : List.copyOf(query.groups());
        return (groups.contains(Group.DAY) ? day(timeNs, query.zone()) + "|" : "")
                + (groups.contains(Group.PUBLISHER) ? ids[0] + "|" : "")
                + (groups.contains(Group.BUYER) ? ids[1] + "|" : "")
                + (groups.contains(Group.OFFER) ? ids[2] + "|" : "") + ids[3];
    }

    private static boolean isShown(final ReportQuery query, final long timeNs, final String... ids) {
        final LocalDate day = day(timeNs, query.zone());
        return !day.isBefore(query.from()) && day.isBefore(query.to())
                && (query.publisher() == null || query.publisher().equals(ids[0]))
                && (query.buyer() == null || query.buyer().equals(ids[1]))
                && (query.offer() == null || query.offer().equals(ids[2]));
    }

    private static Map<String, List<Long>> naivePayouts(final SeededLeads leads, final ReportQuery query) {
        final Map<String, long[]> sums = new TreeMap<>();
        for (final SeededLeads.Sold sale : leads.sales) {
            final String[] ids = {sale.credited(), sale.buyer(), sale.offer(), sale.currency()};
            if (isShown(query, sale.timeNs(), ids)) {
                add(sums, key(query, Group.PUBLISHER, sale.timeNs(), ids), 1, sale.priceMicros(),
                        sale.payoutMicros(), sale.priceMicros() - sale.payoutMicros(), 0, sale.byClick() ? 1 : 0);
            }
        }
        final boolean hasClicks = query.buyer() == null && !query.groups().contains(Group.BUYER);
        for (final SeededLeads.Clicked click : leads.clicks) {
            final String[] ids = {click.publisher(), "", click.offer(), SeededLeads.currencyOf(click.offer())};
            if (hasClicks && isShown(query, click.timeNs(), ids)) {
                add(sums, key(query, Group.PUBLISHER, click.timeNs(), ids), 0, 0, 0, 0, 1, 0);
            }
        }
        final Map<String, List<Long>> rows = new TreeMap<>();
        sums.forEach((key, sum) -> rows.put(key, hasClicks
                ? List.of(sum[0], sum[1], sum[2], sum[3], sum[4], sum[4] == 0 ? -1 : sum[5] * 1_000_000 / sum[4])
                : List.of(sum[0], sum[1], sum[2], sum[3])));
        return rows;
    }

    private static Map<String, List<Long>> naiveBuyers(final SeededLeads leads, final ReportQuery query) {
        final Map<String, long[]> sums = new TreeMap<>();
        for (final SeededLeads.Asked asked : leads.bids) {
            final String[] ids = {asked.publisher(), asked.buyer(), asked.offer(), asked.currency()};
            if (isShown(query, asked.timeNs(), ids)) {
                add(sums, key(query, Group.BUYER, asked.timeNs(), ids), 1, asked.bidMicros() > 0 ? 1 : 0,
                        asked.bidMicros(), 0, 0, 0, 0, 0, 0);
            }
        }
        for (final SeededLeads.Posted post : leads.posts) {
            final String[] ids = {post.publisher(), post.buyer(), post.offer(), post.currency()};
            if (isShown(query, post.timeNs(), ids)) {
                add(sums, key(query, Group.BUYER, post.timeNs(), ids), 0, 0, 0, 1, 0, 0, 0, 0, 0);
            }
            if (!post.status().equals("sold") && isShown(query, post.endedNs(), ids)) {
                add(sums, key(query, Group.BUYER, post.endedNs(), ids), 0, 0, 0, 0, 0,
                        post.status().equals("rejected") ? 1 : 0, post.status().equals("not_sent") ? 1 : 0,
                        post.status().equals("unknown") ? 1 : 0, 0);
            }
        }
        for (final SeededLeads.Sold sale : leads.sales) {
            final String[] ids = {sale.publisher(), sale.buyer(), sale.offer(), sale.currency()};
            if (isShown(query, sale.timeNs(), ids)) {
                add(sums, key(query, Group.BUYER, sale.timeNs(), ids), 0, 0, 0, 0, 1, 0, 0, 0, sale.priceMicros());
            }
        }
        final Map<String, List<Long>> rows = new TreeMap<>();
        sums.forEach((key, sum) -> rows.put(key, List.of(sum[0], sum[1], sum[1] == 0 ? -1 : sum[2] / sum[1], sum[3],
                sum[4], sum[5], sum[6], sum[7], sum[8])));
        return rows;
    }

    private static void add(final Map<String, long[]> sums, final String key, final long... values) {
        final long[] sum = sums.computeIfAbsent(key, unused -> new long[values.length]);
        for (int i = 0; i < values.length; i++) {
            sum[i] += values[i];
        }
    }

    private static Map<String, List<Long>> rows(final ReportTable table) {
        final Map<String, List<Long>> rows = new TreeMap<>();
        for (final Object[] row : table.rows()) {
            final StringBuilder key = new StringBuilder();
            final List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < row.length; i++) {
                if (table.columns().get(i).kind() == Kind.TEXT) {
                    key.append(key.length() == 0 ? "" : "|").append(row[i]);
                } else {
                    numbers.add(row[i] == null ? -1 : (Long) row[i]);
                }
            }
            rows.put(key.toString(), numbers);
        }
        return rows;
    }

    @Test
    void shouldStreamIntoASink() throws IOException, SQLException {
        final SeededLeads leads = new SeededLeads(33).upTo(500);
        try (Ledger ledger = settled(leads)) {
            final StringBuilder csv = new StringBuilder();
            final Reports reports = new Reports(ledger);
            reports.sales(ReportQuery.between(FIRST, FIRST.plusDays(9)), ReportFormat.CSV.sink(csv));
            assertEquals(1 + leads.sales.size(), csv.toString().split("\r\n").length);
            assertEquals(leads.journal.size(), reports.position());
        }
    }

    static ReportTable sales(final Reports reports, final ReportQuery query) {
        final ReportTable table = new ReportTable();
        try {
            reports.sales(query, table);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private static String render(final ReportFormat format, final ReportTable table) {
        final StringBuilder out = new StringBuilder();
        final ReportSink sink = format.sink(out);
        try {
            sink.begin(table.title(), table.columns());
            for (final Object[] row : table.rows()) {
                sink.row(row);
            }
            for (final String note : table.notes()) {
                sink.note(note);
            }
            sink.end();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    static long number(final ReportTable table, final int row, final String column) {
        return (Long) table.rows().get(row)[table.indexOf(column)];
    }

    static String text(final ReportTable table, final int row, final String column) {
        return (String) table.rows().get(row)[table.indexOf(column)];
    }
}
