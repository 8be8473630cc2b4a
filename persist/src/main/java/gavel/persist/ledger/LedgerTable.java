package gavel.persist.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tables whose rows come from records, with their columns in the order of {@code schema.sql}. Immutable; any
 * thread. The first column is always the journal sequence of the cause; {@code key} tells rows of one cause apart.
 */
enum LedgerTable {
    CONFIGS("version", new Columns().number("journal_sequence", "version").time("time").text("sha256", "canonical")),
    CLICKS("click_id", new Columns().number("journal_sequence", "click_id").time("time").text("publisher", "offer")
            .text("sub1", "sub2", "sub3", "sub4", "sub5")),
    LEADS("lead_id", new Columns().number("journal_sequence", "lead_id").time("time")
            .text("publisher", "offer", "vertical", "publisher_lead_id", "outcome").number("reason").text("currency")
            .number("click_id").text("click_publisher").number("floor_micros", "config_version")
            .text("sub1", "sub2", "sub3", "sub4", "sub5")),
    BIDS("line", new Columns().number("journal_sequence", "line", "lead_id").time("time")
            .text("publisher", "offer", "campaign", "buyer").number("status").text("currency")
            .number("bid_micros", "elapsed_us")),
    ATTEMPTS("attempt", new Columns().number("journal_sequence", "lead_id", "attempt").time("time")
            .text("status", "campaign", "buyer", "publisher", "offer", "currency")
            .number("price_micros", "payout_micros", "reason", "http_status", "elapsed_us").text("reference")),
    SALES("lead_id", new Columns().number("journal_sequence", "lead_id").time("time")
            .text("publisher", "credited_publisher", "credited_by").number("click_id")
            .text("offer", "vertical", "publisher_lead_id", "campaign", "buyer").number("attempt").text("currency")
            .number("price_micros", "payout_micros", "margin_micros").text("payout_kind").number("payout_value")
            .text("reference").number("elapsed_us", "config_version").text("sub1", "sub2", "sub3", "sub4", "sub5")),
    ENTRIES("entry_id", new Columns().number("journal_sequence", "entry_id").time("time").text("account", "currency")
            .number("micros"));

    private final List<Column> columns;
    private final int keyIndex;

    /** What a column holds. */
    enum Kind { NUMBER, TEXT, TIME }

    /** One column. */
    record Column(String name, Kind kind) {
    }

    LedgerTable(final String key, final Columns columns) {
        this.columns = List.copyOf(columns.list);
        this.keyIndex = this.columns.stream().map(Column::name).toList().indexOf(key);
    }

    /** Its name in the database. */
    String tableName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    List<Column> columns() {
        return columns;
    }

    /** Which column tells rows of one cause apart. */
    int keyIndex() {
        return keyIndex;
    }

    /** Index of a column. */
    int indexOf(final String column) {
        return columns.stream().map(Column::name).toList().indexOf(column);
    }

    /** A query for its rows of the causes in {@code ($1, $2]}, in the order of cause and key. */
    String selectRange() {
        final String list = columns.stream()
                .map(column -> column.kind() == Kind.TIME ? "epoch_ns(" + column.name() + ")" : column.name())
                .collect(Collectors.joining(", "));
        return "SELECT " + list + " FROM " + tableName() + " WHERE journal_sequence > $1 AND journal_sequence <= $2"
                + " ORDER BY journal_sequence, " + columns.get(keyIndex).name();
    }

    private static final class Columns {
        private final List<Column> list = new ArrayList<>();

        Columns number(final String... names) {
            return add(Kind.NUMBER, names);
        }

        Columns text(final String... names) {
            return add(Kind.TEXT, names);
        }

        Columns time(final String... names) {
            return add(Kind.TIME, names);
        }

        private Columns add(final Kind kind, final String... names) {
            for (final String name : names) {
                list.add(new Column(name, kind));
            }
            return this;
        }
    }
}
