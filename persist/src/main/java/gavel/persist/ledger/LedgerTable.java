package gavel.persist.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tables whose rows come from records, with their columns in the order of {@code schema.sql}. Immutable; any
 * thread. The first column is always the journal sequence of the cause; {@code key} tells rows of one cause apart.
 */
enum LedgerTable {
    NAME("name_id", new Columns().number("journal_sequence").integer("name_id").text("name")),
    CAMPAIGN("campaign_id", new Columns().number("journal_sequence").integer("campaign_id").text("campaign", "buyer")),
    CONFIG("version", new Columns().number("journal_sequence", "version").time("time").text("sha256", "canonical")),
    CLICK("click_id", new Columns().number("journal_sequence", "click_id").time("time")
            .integer("publisher_id", "offer_id").subs()),
    POSTING("attempt", new Columns().number("journal_sequence", "lead_id").small("attempt").time("time")
            .integer("campaign_id", "publisher_id", "offer_id", "currency_id")
            .number("price_micros", "payout_micros")),
    BID("line", new Columns().number("journal_sequence").small("line").integer("campaign_id").small("status")
            .number("bid_micros").integer("elapsed_us")),
    POST_ENDED("attempt", new Columns().number("journal_sequence", "lead_id").small("attempt").time("time")
            .integer("campaign_id").small("status").integer("reason", "http_status", "elapsed_us").text("reference")),
    SALE("lead_id", new Columns().number("journal_sequence", "lead_id").time("time").lead()
            .small("attempt").integer("campaign_id").number("price_micros", "payout_micros").small("payout_kind")
            .number("payout_value").integer("credited_publisher_id").small("credited_by").text("reference")
            .integer("elapsed_us").small("found_by").text("note")),
    LEAD_ENDED("lead_id", new Columns().number("journal_sequence", "lead_id").time("time").lead()
            .small("outcome").integer("reason")),
    NO_SALE("lead_id", new Columns().number("journal_sequence", "lead_id").small("attempt").time("time")
            .integer("campaign_id").small("status").integer("reason").small("found_by").text("reference", "note")),
    TOP_UP("top_up_id", new Columns().number("journal_sequence", "top_up_id").time("time")
            .integer("buyer_id", "currency_id").number("amount_micros").text("reference", "note")),
    ENTRY("line", new Columns().number("journal_sequence").small("line").time("time")
            .integer("account_id", "currency_id").number("micros")),
    /** The chains, every {@link ChainedRows#SEAL_RECORDS} records; see docs/LEDGER.md. */
    SEAL("rows_sha256", new Columns().number("journal_sequence").text("rows_sha256", "records_sha256"));

    private final List<Column> columns;
    private final Kind[] kinds;
    private final int keyIndex;

    /** What a column holds. */
    enum Kind {
        /** 64 bits. */
        NUMBER("BIGINT"),
        /** 32 bits. */
        INTEGER("INTEGER"),
        /** 16 bits. */
        SMALL("SMALLINT"),
        /** UTF-8. */
        TEXT("VARCHAR"),
        /** Nanoseconds since 1970. */
        TIME("TIMESTAMP_NS");

        private final String sqlType;

        Kind(final String sqlType) {
            this.sqlType = sqlType;
        }

        /** As {@code schema.sql} has it. */
        String sqlType() {
            return sqlType;
        }
    }

    /** One column. */
    record Column(String name, Kind kind) {
    }

    LedgerTable(final String key, final Columns columns) {
        this.columns = List.copyOf(columns.list);
        this.kinds = this.columns.stream().map(Column::kind).toArray(Kind[]::new);
        this.keyIndex = indexOf(key);
    }

    /** Its name in the database. */
    String tableName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    List<Column> columns() {
        return columns;
    }

    /** What the column at this index holds. */
    Kind kind(final int column) {
        return kinds[column];
    }

    /** Index of a column. */
    int indexOf(final String column) {
        return columns.stream().map(Column::name).toList().indexOf(column);
    }

    /** Which column tells rows of one cause apart. */
    int keyIndex() {
        return keyIndex;
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

        Columns integer(final String... names) {
            return add(Kind.INTEGER, names);
        }

        Columns small(final String... names) {
            return add(Kind.SMALL, names);
        }

        Columns text(final String... names) {
            return add(Kind.TEXT, names);
        }

        Columns time(final String... names) {
            return add(Kind.TIME, names);
        }

        Columns subs() {
            return text("sub1", "sub2", "sub3", "sub4", "sub5");
        }

        /** What a sale and a lead that ended without one both say about the lead. */
        Columns lead() {
            return integer("publisher_id", "offer_id", "vertical_id").text("publisher_lead_id").integer("currency_id")
                    .number("click_id").integer("click_publisher_id").number("floor_micros").integer("config_version")
                    .subs();
        }

        private Columns add(final Kind kind, final String... names) {
            for (final String name : names) {
                list.add(new Column(name, kind));
            }
            return this;
        }
    }
}
