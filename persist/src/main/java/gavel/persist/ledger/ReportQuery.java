package gavel.persist.ledger;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a report shows. Immutable; any thread.
 *
 * @param days      first day, the day after the last one, and how the title names them.
 * @param zone      where those days begin and end.
 * @param publisher one publisher, or null for all.
 * @param buyer     one buyer, or null for all.
 * @param offer     one offer, or null for all.
 * @param groups    what gets rows of its own; empty: what the report groups by when nothing is said.
 * @param limit     most rows; what is cut is said in a note.
 */
public record ReportQuery(Days days, ZoneId zone, String publisher, String buyer, String offer,
                          Set<Group> groups, int limit) {
    /** Rows of a report when nothing is said. */
    public static final int LIMIT = 10_000;
    /** Ten years: more days can't be told apart in one report. */
    public static final int DAYS_MAX = 3_660;

    /** What may get rows of its own. */
    public enum Group { PUBLISHER, BUYER, OFFER, DAY }

    /**
     * Some days.
     *
     * @param from first day.
     * @param to   the day after the last one.
     * @param name for the title.
     */
    public record Days(LocalDate from, LocalDate to, String name) {
        public Days {
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException("from " + from + " to " + to + " is no time: `to` is the day "
                        + "after the last");
            }
        }
    }

    public ReportQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of " + limit + " rows");
        }
        groups = groups.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(groups));
        if (groups.contains(Group.DAY) && days.to().toEpochDay() - days.from().toEpochDay() > DAYS_MAX) {
            throw new IllegalArgumentException("more than " + DAYS_MAX + " days in one report");
        }
    }

    /** Everything of some days, in UTC. */
    public static ReportQuery between(final LocalDate from, final LocalDate to) {
        return new ReportQuery(new Days(from, to, from + " to before " + to), ZoneOffset.UTC, null, null, null,
                Set.of(), LIMIT);
    }

    /** The same with days of another zone. */
    public ReportQuery in(final ZoneId anotherZone) {
        return new ReportQuery(days, anotherZone, publisher, buyer, offer, groups, limit);
    }

    /** The same for one publisher, or null for all. */
    public ReportQuery ofPublisher(final String id) {
        return new ReportQuery(days, zone, id, buyer, offer, groups, limit);
    }

    /** The same for one buyer, or null for all. */
    public ReportQuery ofBuyer(final String id) {
        return new ReportQuery(days, zone, publisher, id, offer, groups, limit);
    }

    /** The same for one offer, or null for all. */
    public ReportQuery ofOffer(final String id) {
        return new ReportQuery(days, zone, publisher, buyer, id, groups, limit);
    }

    /** The same with rows for these. */
    public ReportQuery by(final Group... rowsOf) {
        final Set<Group> set = EnumSet.noneOf(Group.class);
        Collections.addAll(set, rowsOf);
        return new ReportQuery(days, zone, publisher, buyer, offer, set, limit);
    }

    /** The same with another limit. */
    public ReportQuery limit(final int rows) {
        return new ReportQuery(days, zone, publisher, buyer, offer, groups, rows);
    }

    /** The same with another name for its days. */
    public ReportQuery named(final String span) {
        return new ReportQuery(new Days(from(), to(), span), zone, publisher, buyer, offer, groups, limit);
    }

    /** First day. */
    public LocalDate from() {
        return days.from();
    }

    /** The day after the last one. */
    public LocalDate to() {
        return days.to();
    }

    /** How the title names the days. */
    String span() {
        return days.name();
    }

    long fromNs() {
        return startNs(from());
    }

    long toNs() {
        return startNs(to());
    }

    /** When the days begin, as one text: every day, or the first one only when they are not told apart. */
    String dayStarts(final boolean byDay) {
        final StringBuilder starts = new StringBuilder();
        starts.append(fromNs());
        for (LocalDate day = from().plusDays(1); byDay && day.isBefore(to()); day = day.plusDays(1)) {
            starts.append(',').append(startNs(day));
        }
        return starts.toString();
    }

    private long startNs(final LocalDate day) {
        return Math.multiplyExact(day.atStartOfDay(zone).toEpochSecond(), 1_000_000_000L);
    }
}
