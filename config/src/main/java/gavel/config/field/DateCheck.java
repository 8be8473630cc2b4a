package gavel.config.field;

/** ISO 8601 calendar date, years 0001 to 9999, whose number is its epoch day. Immutable; any thread. */
final class DateCheck extends FieldCheck {
    private static final int LENGTH = 10;
    private static final int DAYS_OF_400_YEARS = 146_097;
    /** Days from 0000-03-01 to 1970-01-01. */
    private static final int EPOCH_SHIFT = 719_468;

    private final long minDay;
    private final long maxDay;

    DateCheck(final long minDay, final long maxDay) {
        this.minDay = minDay;
        this.maxDay = maxDay;
    }

    @Override
    int check(final byte[] src, final int from, final int to, final byte[] dst, final int dstOff,
              final long[] number) {
        if (to - from != LENGTH || src[from + 4] != '-' || src[from + 7] != '-') {
            return FieldReason.NOT_A_DATE.status();
        }
        final int year = digits(src, from, 4);
        final int month = digits(src, from + 5, 2);
        final int day = digits(src, from + 8, 2);
        if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) {
            return FieldReason.NOT_A_DATE.status();
        }
        final long epochDay = epochDay(year, month, day);
        if (epochDay < minDay || epochDay > maxDay) {
            return FieldReason.OUT_OF_RANGE.status();
        }
        put(number, epochDay);
        return copy(src, from, to, dst, dstOff);
    }

    private static int digits(final byte[] src, final int at, final int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            if (!Ascii.isDigit(src[i])) {
                return -1;
            }
            value = value * 10 + src[i] - '0';
        }
        return value;
    }

    private static int daysOfMonth(final int year, final int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil, for positive years. */
    private static long epochDay(final int year, final int month, final int day) {
        final int y = month <= 2 ? year - 1 : year;
        final int era = y / 400;
        final int yearOfEra = y - era * 400;
        final int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        final int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return (long) era * DAYS_OF_400_YEARS + dayOfEra - EPOCH_SHIFT;
    }
}
