package gavel.persist.ledger;

import gavel.persist.ledger.ReportQuery.Group;
import gavel.persist.ledger.ReportTable.Column;
import gavel.persist.ledger.ReportTable.Kind;
import gavel.persist.record.Ids;
import org.duckdb.DuckDBConnection;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads reports from the ledger while it is being written. Any thread, one report at a time each. Every read has a
 * connection of its own and is short: an open one holds up checkpoints.
 */
public final class Reports {
    /** A read that takes longer is given up. */
    private static final int TIMEOUT_S = 30;
    private static final int PAGE_ROWS = 10_000;
    private static final long NS_PER_S = 1_000_000_000L;
    /** Places in a row of sales.sql; numbers stand before and behind the texts, and the click id is one among them. */
    private static final int CLICK_ID = 10;
    private static final int CURRENCY = 17;
    private static final int SALE_COLUMNS = 21;

    private final Ledger ledger;
    private final int pageRows;

    /** Reports of an open ledger, which must stay open while they are read. */
    public Reports(final Ledger ledger) {
        this(ledger, PAGE_ROWS);
    }

    Reports(final Ledger ledger, final int pageRows) {
        this.ledger = ledger;
        this.pageRows = pageRows;
    }

    /**
     * What is owed to whom: sales, price, payout, margin, clicks, and the share of clicks that became sales. Grouped by
     * credited publisher when nothing is said, and always by currency.
     */
    public ReportTable payouts(final ReportQuery query) {
        final Set<Group> groups = groups(query, Group.PUBLISHER);
        final boolean hasClicks = !groups.contains(Group.BUYER) && query.buyer() == null;
        final List<Column> columns = groupColumns(groups);
        columns.add(count("sales"));
        columns.add(money("price"));
        columns.add(money("payout"));
        columns.add(money("margin"));
        if (hasClicks) {
            columns.add(count("clicks"));
            columns.add(new Column("sold_percent", Kind.RATE, false));
        }
        return grouped("payouts", query, groups, columns);
    }

    /**
     * What each buyer was asked, bid and took. Grouped by buyer when nothing is said, and always by currency; a filter
     * or group by publisher means the one that posted the lead.
     */
    public ReportTable buyers(final ReportQuery query) {
        final Set<Group> groups = groups(query, Group.BUYER);
        final List<Column> columns = groupColumns(groups);
        columns.add(count("pings"));
        columns.add(count("bids"));
        columns.add(new Column("average_bid", Kind.MONEY, false));
        for (final String name : List.of("posts", "accepted", "rejected", "not_sent", "unknown")) {
            columns.add(count(name));
        }
        columns.add(money("price"));
        return grouped("buyers", query, groups, columns);
    }

    /**
     * The sales one by one, oldest first. A publisher is one that posted the lead or is credited. They come page by
     * page into a sink, for more rows than memory should hold. All pages show the ledger as it was when the first was
     * read, and no read is open while the sink writes.
     */
    public void sales(final ReportQuery query, final ReportSink sink) throws IOException {
        sink.begin(title("sales", query), List.of(new Column("time", Kind.TIME, false), text("lead_id"),
                text("publisher"), text("publisher_lead_id"), text("credited_publisher"), text("credited_by"),
                text("offer"), text("vertical"), text("campaign"), text("buyer"), text("click_id"),
                text("sub1"), text("sub2"), text("sub3"), text("sub4"), text("sub5"), text("reference"),
                text("currency"), money("price"), money("payout"), money("margin")));
        final long position = position();
        long left = query.limit();
        Object[] last = {Long.MIN_VALUE + 1, Long.MIN_VALUE};
        boolean isCut = false;
        while (left > 0) {
            final int wanted = (int) Math.min(left, pageRows);
            final List<Object[]> page = page(query, position, last, wanted + 1);
            final int shown = Math.min(page.size(), wanted);
            for (final Object[] row : page.subList(0, shown)) {
                last = new Object[] {row[0], row[1]};
                row[1] = Ids.print((Long) row[1]);
                row[CLICK_ID] = row[CLICK_ID] == null ? null : Ids.print((Long) row[CLICK_ID]);
                sink.row(row);
            }
            left -= shown;
            isCut = page.size() > wanted;
            if (!isCut) {
                break;
            }
        }
        if (isCut) {
            sink.note(cut(query));
        }
        sink.end();
    }

    /** What must be said before any row: names of which the ledger has met none, which may be spelled wrongly. */
    public List<String> strangers(final ReportQuery query) {
        return read("what the ledger knows", connection -> {
            final List<String> notes = new ArrayList<>();
            try (PreparedStatement statement = prepare(connection, Sql.text("known"))) {
                statement.setString(1, query.publisher());
                statement.setString(2, query.buyer());
                statement.setString(3, query.offer());
                try (ResultSet result = statement.executeQuery()) {
                    result.next();
                    for (final String what : List.of("publisher", "buyer", "offer")) {
                        if (!result.getBoolean(what)) {
                            notes.add("the ledger has met no " + what + " of this name");
                        }
                    }
                }
            }
            return notes;
        });
    }

    /** Whether there are more sales than the limit lets be shown, and the note that says so; for who can't wait. */
    public List<String> cutOfSales(final ReportQuery query) {
        return read("sales", connection -> {
            try (PreparedStatement statement = prepare(connection, "SELECT count(*) FROM (\n" + Sql.text("sales")
                    + ")")) {
                filter(statement, query);
                statement.setLong(6, Long.MAX_VALUE);
                statement.setLong(7, query.fromNs() - 1);
                statement.setLong(8, Long.MIN_VALUE);
                statement.setLong(9, query.limit() + 1L);
                try (ResultSet result = statement.executeQuery()) {
                    result.next();
                    return result.getLong(1) > query.limit() ? List.of(cut(query)) : List.of();
                }
            }
        });
    }

    /** Sequence of the last record that the ledger holds. */
    long position() {
        return read("the position", connection -> {
            try (PreparedStatement statement = prepare(connection, "SELECT sequence FROM position");
                 ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        });
    }

    private List<Object[]> page(final ReportQuery query, final long position, final Object[] last, final int rows) {
        return read("sales", connection -> {
            try (PreparedStatement statement = prepare(connection, Sql.text("sales"))) {
                filter(statement, query);
                statement.setLong(6, position);
                statement.setLong(7, Math.max((Long) last[0], query.fromNs() - 1));
                statement.setLong(8, (Long) last[1]);
                statement.setLong(9, rows);
                final List<Object[]> page = new ArrayList<>();
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        page.add(saleRow(result));
                    }
                }
                return page;
            }
        });
    }

    private static Object[] saleRow(final ResultSet result) throws SQLException {
        final Object[] row = new Object[SALE_COLUMNS];
        for (int i = 0; i < row.length; i++) {
            row[i] = i < 2 || i > CURRENCY || i == CLICK_ID ? (Object) result.getLong(i + 1) : result.getString(i + 1);
            row[i] = result.wasNull() ? null : row[i];
        }
        return row;
    }

    private ReportTable grouped(final String name, final ReportQuery query, final Set<Group> groups,
                                final List<Column> columns) {
        return read(name, connection -> {
            final ReportTable table = new ReportTable();
            table.begin(title(name, query), columns);
            try (PreparedStatement statement = prepare(connection, Sql.text(name))) {
                filter(statement, query);
                statement.setBoolean(6, groups.contains(Group.PUBLISHER));
                statement.setBoolean(7, groups.contains(Group.BUYER));
                statement.setBoolean(8, groups.contains(Group.OFFER));
                statement.setString(9, query.dayStarts(groups.contains(Group.DAY)));
                try (ResultSet result = statement.executeQuery()) {
                    boolean isNext = result.next();
                    while (isNext && table.rows().size() < query.limit()) {
                        table.row(groupedRow(result, query, columns));
                        isNext = result.next();
                    }
                    if (isNext) {
                        table.note(cut(query));
                    }
                }
            }
            return table;
        });
    }

    private static Object[] groupedRow(final ResultSet result, final ReportQuery query, final List<Column> columns)
            throws SQLException {
        final Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            final Column column = columns.get(i);
            if (column.name().equals("day")) {
                final long startNs = result.getLong("day");
                row[i] = Instant.ofEpochSecond(startNs / NS_PER_S).atZone(query.zone()).toLocalDate().toString();
            } else if (column.kind() == Kind.TEXT) {
                row[i] = result.getString(column.name());
            } else {
                final long value = result.getLong(columnInSql(column));
                row[i] = result.wasNull() ? null : (Object) value;
            }
        }
        return row;
    }

    private static String columnInSql(final Column column) {
        return switch (column.kind()) {
            case MONEY -> column.name() + "_micros";
            case RATE -> column.name().replace("_percent", "_ppm");
            default -> column.name();
        };
    }

    private static void filter(final PreparedStatement statement, final ReportQuery query) throws SQLException {
        statement.setLong(1, query.fromNs());
        statement.setLong(2, query.toNs());
        statement.setString(3, query.publisher());
        statement.setString(4, query.buyer());
        statement.setString(5, query.offer());
    }

    private static Set<Group> groups(final ReportQuery query, final Group usual) {
        return query.groups().isEmpty() ? EnumSet.of(usual) : query.groups();
    }

    private static List<Column> groupColumns(final Set<Group> groups) {
        final List<Column> columns = new ArrayList<>();
        for (final Group group : List.of(Group.DAY, Group.PUBLISHER, Group.BUYER, Group.OFFER)) {
            if (groups.contains(group)) {
                columns.add(text(group.name().toLowerCase(Locale.ROOT)));
            }
        }
        columns.add(text("currency"));
        return columns;
    }

    private static Column text(final String name) {
        return new Column(name, Kind.TEXT, false);
    }

    private static Column count(final String name) {
        return new Column(name, Kind.COUNT, true);
    }

    private static Column money(final String name) {
        return new Column(name, Kind.MONEY, true);
    }

    private static String cut(final ReportQuery query) {
        return "cut after " + query.limit() + " rows; a higher limit or fewer days show the rest";
    }

    private static String title(final String name, final ReportQuery query) {
        return name + ", " + query.span() + ", "
                + (query.zone().equals(ZoneOffset.UTC) ? "UTC" : query.zone())
                + (query.publisher() == null ? "" : ", publisher " + query.publisher())
                + (query.buyer() == null ? "" : ", buyer " + query.buyer())
                + (query.offer() == null ? "" : ", offer " + query.offer());
    }

    private static PreparedStatement prepare(final DuckDBConnection connection, final String sql)
            throws SQLException {
        final PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(TIMEOUT_S);
        return statement;
    }

    private <T> T read(final String what, final Read<T> read) {
        try (DuckDBConnection connection = ledger.connect()) {
            return read.from(connection);
        } catch (final SQLException e) {
            throw new LedgerException(LedgerException.Reason.FAILED, what + " can't be read from the ledger: "
                    + e.getMessage(), e);
        }
    }

    /** One short read. */
    @FunctionalInterface
    private interface Read<T> {
        T from(DuckDBConnection connection) throws SQLException;
    }
}
