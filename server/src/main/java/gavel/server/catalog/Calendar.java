package gavel.server.catalog;

import gavel.config.Cap;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.zone.ZoneOffsetTransition;

/**
 * Local days and minutes of one time zone. Confined to one thread, because it remembers the offset in force until the
 * zone next changes it, and so makes no objects in between.
 */
public final class Calendar {
    private static final long MINUTE_MS = 60_000L;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * 60 * MINUTE_MS;
    private static final int DAYS_TO_MONDAY = 3;
    private static final int DAYS_OF_WEEK = 7;
    private static final int WEEK_MINUTES = 7 * 24 * 60;

    private final ZoneId zone;
    private long offsetFromMs = Long.MAX_VALUE;
    private long offsetToMs = Long.MIN_VALUE;
    private long offsetMs;
    private long monthFromDay;
    private long monthToDay;
    private long month;

    public Calendar(final ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Number of a cap's period: the local day, week or month, 0 for the total, and of hours the real ones, so that one
     * which is lived twice is two.
     */
    public long period(final Cap.Period period, final long epochMs) {
        switch (period) {
            case HOUR:
                return Math.floorDiv(epochMs + Math.floorMod(offsetMs(epochMs), HOUR_MS), HOUR_MS);
            case DAY:
                return epochDay(epochMs);
            case WEEK:
                return Math.floorDiv(epochDay(epochMs) + DAYS_TO_MONDAY, DAYS_OF_WEEK);
            case MONTH:
                return epochMonth(epochDay(epochMs));
            default:
                return 0;
        }
    }

    private long epochMonth(final long epochDay) {
        if (epochDay < monthFromDay || epochDay >= monthToDay) {
            final LocalDate first = LocalDate.ofEpochDay(epochDay).withDayOfMonth(1);
            monthFromDay = first.toEpochDay();
            monthToDay = first.plusMonths(1).toEpochDay();
            month = first.getLong(ChronoField.PROLEPTIC_MONTH);
        }
        return month;
    }

    /** Local days since 1970-01-01. */
    public long epochDay(final long epochMs) {
        return Math.floorDiv(epochMs + offsetMs(epochMs), DAY_MS);
    }

    /** Local minutes since Monday 00:00. */
    public int minuteOfWeek(final long epochMs) {
        final long minutes = Math.floorDiv(epochMs + offsetMs(epochMs), MINUTE_MS);
        return (int) Math.floorMod(minutes + DAYS_TO_MONDAY * 24 * 60L, (long) WEEK_MINUTES);
    }

    private long offsetMs(final long epochMs) {
        if (epochMs < offsetFromMs || epochMs >= offsetToMs) {
            final Instant now = Instant.ofEpochMilli(epochMs);
            final ZoneOffsetTransition next = zone.getRules().nextTransition(now);
            final ZoneOffsetTransition previous = zone.getRules().previousTransition(now.plusMillis(1));
            offsetMs = zone.getRules().getOffset(now).getTotalSeconds() * 1000L;
            offsetFromMs = previous == null ? Long.MIN_VALUE : previous.toEpochSecond() * 1000L;
            offsetToMs = next == null ? Long.MAX_VALUE : next.toEpochSecond() * 1000L;
        }
        return offsetMs;
    }
}
