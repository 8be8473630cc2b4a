package gavel.server.catalog;

import org.junit.jupiter.api.Test;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Local days and minutes against java.time, above all around the changes of a zone's offset. */
class CalendarTest {
    private static final String[] ZONES = {"UTC", "America/New_York", "America/Chicago", "America/Phoenix",
        "America/St_Johns", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca",
        "Pacific/Apia", "America/Sao_Paulo", "Asia/Gaza"};

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
            }
        }
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
