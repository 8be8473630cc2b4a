package gavel.server.admin;

import gavel.persist.ledger.ReportFormat;
import gavel.persist.ledger.ReportQuery;
import gavel.persist.ledger.ReportQuery.Group;
import gavel.persist.ledger.ReportSink;
import gavel.persist.ledger.ReportTable;
import gavel.persist.ledger.Reports;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One report that is asked for, by a request or on a command line. Immutable; any thread. What was not asked for in
 * days is everything there is. A program's report is never cut: one that would be is refused instead.
 */
public final class ReportRequest {
    /** The reports there are. */
    public static final List<String> NAMES = Arrays.stream(Report.values()).map(Report::word).toList();
    /** What may be said of one. */
    public static final List<String> PARAMETERS =
            List.of("from", "to", "zone", "by", "publisher", "buyer", "offer", "limit", "format");
    /** As many as can be told apart in one report. */

    private final Report report;
    private final ReportFormat format;
    private final ReportQuery query;

    private ReportRequest(final Report report, final ReportFormat format, final ReportQuery query) {
        this.report = report;
        this.format = format;
        this.query = query;
    }

    /**
     * Reads what is asked for.
     *
     * @param today where days that were not named end, in UTC.
     * @throws AdminException with what to say instead.
     */
    public static ReportRequest of(final String name, final Query query, final LocalDate today) {
        final Report report = Report.of(name);
        query.allow(PARAMETERS);
        final ReportFormat format = format(query.value("format"));
        try {
            final ZoneId zone = query.value("zone") == null ? ZoneOffset.UTC : ZoneId.of(query.value("zone"));
            final LocalDate to = query.value("to") == null ? today.plusDays(2) : LocalDate.parse(query.value("to"));
            final LocalDate from = query.value("from") == null ? to.minusDays(ReportQuery.DAYS_MAX)
                    : LocalDate.parse(query.value("from"));
            return new ReportRequest(report, format, ReportQuery.between(from, to).in(zone)
                    .ofPublisher(query.value("publisher")).ofBuyer(query.value("buyer"))
                    .ofOffer(query.value("offer")).by(groups(query.value("by")))
                    .limit(limit(query.value("limit"), report, format)));
        } catch (final DateTimeException e) {
            throw new AdminException(Reply.BAD_REQUEST, e.getMessage()
                    + "; days are written 2026-11-22, zones Europe/Berlin");
        } catch (final IllegalArgumentException e) {
            throw new AdminException(Reply.BAD_REQUEST, e.getMessage());
        }
    }

    private static ReportFormat format(final String word) {
        try {
            return word == null ? ReportFormat.JSON : ReportFormat.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (final IllegalArgumentException e) {
            throw new AdminException(Reply.BAD_REQUEST, "no format " + word + "; there are json, csv, text");
        }
    }

    private static Group[] groups(final String words) {
        if (words == null) {
            return new Group[0];
        }
        return Arrays.stream(words.split(",")).map(ReportRequest::group).toArray(Group[]::new);
    }

    private static Group group(final String word) {
        for (final Group group : Group.values()) {
            if (group.name().equalsIgnoreCase(word.trim())) {
                return group;
            }
        }
        throw new AdminException(Reply.BAD_REQUEST, "a report can't be by " + word + "; there are "
                + Arrays.stream(Group.values()).map(group -> group.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
    }

    private static int limit(final String digits, final Report report, final ReportFormat format) {
        final int most = report == Report.SALES && format != ReportFormat.TEXT ? Integer.MAX_VALUE : ReportQuery.LIMIT;
        if (digits == null) {
            return most;
        }
        try {
            final int limit = Integer.parseInt(digits);
            if (limit > most) {
                throw new AdminException(Reply.BAD_REQUEST, "this report shows at most " + most + " rows"
                        + (report == Report.SALES ? " as text; csv and json have no limit" : ""));
            }
            return limit;
        } catch (final NumberFormatException e) {
            throw new AdminException(Reply.BAD_REQUEST, "limit is a number of rows, found " + digits);
        }
    }

    /** How it is written. */
    public ReportFormat format() {
        return format;
    }

    /** What it shows. */
    public ReportQuery query() {
        return query;
    }

    /** Reads the first rows; what is written then may go on reading. */
    Reply.Body read(final Reports reports) {
        if (report == Report.SALES) {
            return out -> reports.sales(query, sink(out));
        }
        final ReportTable table = report == Report.PAYOUTS ? reports.payouts(query) : reports.buyers(query);
        if (format != ReportFormat.TEXT && !table.notes().isEmpty()) {
            throw new AdminException(Reply.BAD_REQUEST, "the report is " + table.notes().get(0)
                    + "; ask for fewer days, or by less");
        }
        return out -> copy(table, sink(out));
    }

    /** Writes it. */
    public void write(final Reports reports, final Appendable out) throws IOException {
        read(reports).write(out);
    }

    private static void copy(final ReportTable table, final ReportSink sink) throws IOException {
        sink.begin(table.title(), table.columns());
        for (final Object[] row : table.rows()) {
            sink.row(row);
        }
        for (final String note : table.notes()) {
            sink.note(note);
        }
        sink.end();
    }

    private ReportSink sink(final Appendable out) {
        return format == ReportFormat.JSON ? new RowsObject(out) : format.sink(out);
    }
}
