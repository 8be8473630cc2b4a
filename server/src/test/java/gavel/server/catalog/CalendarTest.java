package gavel.server.catalog;

import gavel.config.Cap;
import org.junit.jupiter.api.Test;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Local days and minutes against java.time, above all around the changes of a zone's offset. */
class CalendarTest {
    private static final String[] ZONES = {"UTC", "America/New_York", "America/Chicago", "America/Phoenix",
        "America/St_Johns", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca",
        "Pacific/Apia", "America/Sao_Paulo", "Asia/Gaza"};
    /** Where an hour may be half as long again. */
    private static final String HALF_HOUR_CHANGES = "Australia/Lord_Howe";

    @Test
    void shouldAgreeWithJavaTime() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        for (final String name : ZONES) {
            final ZoneId zone = ZoneId.of(name);
            final Calendar calendar = new Calendar(zone);
            long epochMs = 1_800_000_000_000L;
            for (int i = 0; i < 10_000; i++) {
                epochMs = next(epochMs, zone, random);
                final LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMs), zone);
                final String hint = name + " at " + epochMs + " seed " + seed;
                assertEquals(local.toLocalDate().toEpochDay(), calendar.epochDay(epochMs), hint);
                assertEquals((local.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue()) * 1_440
                        + local.getHour() * 60 + local.getMinute(), calendar.minuteOfWeek(epochMs), hint);
                assertEquals(local.toLocalDate().toEpochDay(), calendar.period(Cap.Period.DAY, epochMs), hint);
                final LocalDate monday = local.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                assertEquals(Math.floorDiv(monday.toEpochDay() + 3, 7), calendar.period(Cap.Period.WEEK, epochMs),
                        hint);
                assertEquals(local.getYear() * 12L + local.getMonthValue() - 1,
                        calendar.period(Cap.Period.MONTH, epochMs), hint);
                assertEquals(0, calendar.period(Cap.Period.TOTAL, epochMs), hint);
                assertEquals(calendar.period(Cap.Period.HOUR, epochMs) + 24,
                        new Calendar(zone).period(Cap.Period.HOUR, epochMs + 86_400_000L),
                        HALF_HOUR_CHANGES.equals(name) ? 1 : 0, hint);
            }
        }
    }

    @Test
    void shouldTakeAnHourThatIsLivedTwiceForTwo() {
        final Calendar calendar = new Calendar(ZoneId.of("America/Chicago"));
        final long first = ZonedDateTime.parse("2026-11-01T01:59:59-05:00").toInstant().toEpochMilli();
        final long second = ZonedDateTime.parse("2026-11-01T01:00:00-06:00").toInstant().toEpochMilli();
        assertEquals(calendar.period(Cap.Period.HOUR, first) + 1, calendar.period(Cap.Period.HOUR, second));
        assertEquals(calendar.period(Cap.Period.HOUR, first), calendar.period(Cap.Period.HOUR, first - 3_599_000));
        assertEquals(calendar.period(Cap.Period.DAY, first), calendar.period(Cap.Period.DAY, second));
    }

    @Test
    void shouldBeginHoursWhereTheZoneDoes() {
        final Calendar calendar = new Calendar(ZoneId.of("Asia/Kolkata"));
        final long begin = ZonedDateTime.parse("2026-11-01T09:00:00+05:30").toInstant().toEpochMilli();
        assertEquals(calendar.period(Cap.Period.HOUR, begin), calendar.period(Cap.Period.HOUR, begin - 1) + 1);
        assertEquals(calendar.period(Cap.Period.HOUR, begin), calendar.period(Cap.Period.HOUR, begin + 3_599_999));
    }

    private static long next(final long epochMs, final ZoneId zone, final SplittableRandom random) {
        final ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.ofEpochMilli(epochMs));
        switch (random.nextInt(5)) {
            case 0:
                return change == null ? epochMs + 1 : change.toEpochSecond() * 1000 + random.nextInt(-2, 3);
            case 1:
                return random.nextLong(0, 4_000_000_000_000L);
            case 2:
                return epochMs - random.nextLong(90_000_000);
            default:
                return epochMs + random.nextLong(90_000_000);
        }
    }
}
