package gavel.server.admin;

import gavel.config.BuyerConfig;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One report that is asked for, by a request or on a command line. Immutable; any thread. What was not asked for in
 * days is everything there is. A program's report is cut only where a limit was named, and a note says so; one that
 * would be cut without having asked for it is refused instead.
 */
public final class ReportRequest {
    /** The reports there are. */
    public static final List<String> NAMES = Arrays.stream(Report.values()).map(Report::word).toList();
    /** What may be said of one. */
    public static final List<String> PARAMETERS =
            List.of("from", "to", "zone", "by", "publisher", "buyer", "offer", "limit", "format");

    private final Report report;
    private final ReportFormat format;
    private final ReportQuery query;
    private final boolean isLimited;

    private ReportRequest(final Report report, final ReportFormat format, final ReportQuery query,
                          final boolean isLimited) {
        this.report = report;
        this.format = format;
        this.query = query;
        this.isLimited = isLimited;
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
            final LocalDate to = query.value("to") == null ? today.plusDays(2) : day(query.value("to"));
            final LocalDate from = query.value("from") == null ? to.minusDays(ReportQuery.DAYS_MAX)
                    : day(query.value("from"));
            return new ReportRequest(report, format, ReportQuery.between(from, to).in(zone)
                    .named(span(query.value("from"), query.value("to")))
                    .ofPublisher(query.value("publisher")).ofBuyer(query.value("buyer"))
                    .ofOffer(query.value("offer")).by(groups(query.value("by")))
                    .limit(limit(query.value("limit"), report, format)), query.value("limit") != null);
        } catch (final DateTimeException e) {
            throw new AdminException(Reply.BAD_REQUEST, "a zone is written Europe/Berlin, found "
                    + query.value("zone"));
        } catch (final IllegalArgumentException e) {
            throw new AdminException(Reply.BAD_REQUEST, e.getMessage());
        }
    }

    private static LocalDate day(final String text) {
        try {
            return LocalDate.parse(text);
        } catch (final DateTimeException e) {
            throw new AdminException(Reply.BAD_REQUEST, "a day is written 2026-11-22, found " + text);
        }
    }

    private static String span(final String from, final String to) {
        if (from == null && to == null) {
            return "everything";
        }
        return (from == null ? "everything" : to == null ? "from " + from : from) + (to == null ? "" : " to before "
                + to);
    }

    /** Fails when the configuration has no such buyer. */
    static void requireBuyer(final String id, final List<BuyerConfig> buyers) {
        if (buyers.stream().noneMatch(buyer -> buyer.id().equals(id))) {
            throw new AdminException(Reply.BAD_REQUEST, "no buyer " + id + "; there are "
                    + buyers.stream().map(BuyerConfig::id).collect(Collectors.joining(", ")));
        }
    }

    static ReportFormat format(final String word) {
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

    /** What it shows. */
    public ReportQuery query() {
        return query;
    }

    /** Reads the first rows; what is written then may go on reading. */
    Reply read(final Reports reports) {
        final List<String> strangers = reports.strangers(query);
        if (report == Report.SALES) {
            return reply(format, strangers,
                    isLimited && format == ReportFormat.CSV ? reports.cutOfSales(query) : List.of(),
                    sink -> reports.sales(query, sink));
        }
        final ReportTable table = report == Report.PAYOUTS ? reports.payouts(query) : reports.buyers(query);
        if (format != ReportFormat.TEXT && !isLimited && !table.notes().isEmpty()) {
            throw new AdminException(Reply.BAD_REQUEST, "the report is " + table.notes().get(0)
                    + "; ask for fewer days, or by less");
        }
        return reply(format, strangers, table.notes(), table::copy);
    }

    /**
     * Writes it.
     *
     * @param notes what must be known of it and has no place in its format.
     */
    public void write(final Reports reports, final Appendable out, final Consumer<String> notes) throws IOException {
        final Reply reply = read(reports);
        if (reply.note() != null) {
            notes.accept(reply.note());
        }
        reply.body().write(out);
    }

    /** A table that is no report of the ledger, written as these are. */
    static Reply reply(final ReportFormat format, final ReportTable table) {
        return reply(format, List.of(), table.notes(), table::copy);
    }

    /** The other formats have a place for notes; the rows of CSV have none, so they go beside them. */
    private static Reply reply(final ReportFormat format, final List<String> strangers, final List<String> cut,
                               final Rows rows) {
        final List<String> notes = new ArrayList<>(strangers);
        notes.addAll(cut);
        return new Reply(Reply.OK, contentType(format), format == ReportFormat.CSV && !notes.isEmpty()
                ? String.join("; ", notes) : null, out -> {
                    final ReportSink sink = sink(format, out);
                    for (final String stranger : strangers) {
                        sink.note(stranger);
                    }
                    rows.copy(sink);
                });
    }

    static ReportSink sink(final ReportFormat format, final Appendable out) {
        return format == ReportFormat.JSON ? new RowsObject(out) : format.sink(out);
    }

    static String contentType(final ReportFormat format) {
        return switch (format) {
            case JSON -> "application/json";
            case CSV -> "text/csv; charset=utf-8";
            case TEXT -> "text/plain; charset=utf-8";
        };
    }

    /** A report that can be written into a sink. */
    @FunctionalInterface
    private interface Rows {
        void copy(ReportSink sink) throws IOException;
    }
}
