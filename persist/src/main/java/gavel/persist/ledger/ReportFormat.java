package gavel.persist.ledger;

import gavel.persist.ledger.ReportTable.Column;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/** How a report is written. Immutable; any thread, but each sink belongs to one. */
public enum ReportFormat {
    /** An aligned table with totals, for people; it keeps the rows until the end, to know how wide they are. */
    TEXT,
    /** RFC 4180: comma, CR LF, quotes where needed; the first line has the names. Notes are left out. */
    CSV,
    /** An array of objects; money, rates and times are strings, counts are numbers. Notes are left out. */
    JSON;

    private static final long NS_PER_S = 1_000_000_000L;
    private static final int MICRO_DIGITS = 6;

    /** A sink that writes this format. */
    public ReportSink sink(final Appendable out) {
        return switch (this) {
            case TEXT -> new TextReport(out);
            case CSV -> new CsvReport(out);
            case JSON -> new JsonReport(out);
        };
    }

    /** Micro-units as a decimal number with two to six places. */
    public static String money(final long micros) {
        final BigDecimal whole = BigDecimal.valueOf(micros, MICRO_DIGITS).stripTrailingZeros();
        return whole.setScale(Math.max(2, whole.scale()), RoundingMode.UNNECESSARY).toPlainString();
    }

    /** Parts per million as per cent with two decimals, halves rounded up. */
    static String percent(final long ppm) {
        return BigDecimal.valueOf(ppm, 4).setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    /** One value as plain text, without quotes; null is empty. */
    static String plain(final Column column, final Object value) {
        if (value == null) {
            return "";
        }
        return switch (column.kind()) {
            case TEXT -> (String) value;
            case COUNT -> value.toString();
            case MONEY -> money((Long) value);
            case RATE -> percent((Long) value);
            case TIME -> Instant.ofEpochSecond(Math.floorDiv((Long) value, NS_PER_S),
                    Math.floorMod((Long) value, NS_PER_S)).toString();
        };
    }
}
