package gavel.server.catalog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/**
 * Local days and minutes of one time zone. Confined to one thread, because it remembers the offset in force until the
 * zone next changes it, and so makes no objects in between.
 */
public final class Calendar {
    private static final long MINUTE_MS = 60_000L;
    private static final long DAY_MS = 24 * 60 * MINUTE_MS;
    private static final int DAYS_TO_MONDAY = 3;
    private static final int WEEK_MINUTES = 7 * 24 * 60;

    private final ZoneId zone;
    private long offsetFromMs = Long.MAX_VALUE;
    private long offsetToMs = Long.MIN_VALUE;
    private long offsetMs;

    public Calendar(final ZoneId zone) {
        this.zone = zone;
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
