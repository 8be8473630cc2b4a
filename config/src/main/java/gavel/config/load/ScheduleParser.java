package gavel.config.load;

import gavel.config.BuyerConfig.Opening;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads spans of the week such as {@code mon-fri 08:00-20:00}. Stateless; any thread. */
final class ScheduleParser {
    static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    static final int DAY_MINUTES = 24 * 60;
    private static final Pattern SPAN = Pattern.compile(
            "([a-z]+(?:-[a-z]+)?(?:,[a-z]+(?:-[a-z]+)?)*) ([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})");
    private static final int SPANS_MAX = 100;

    private ScheduleParser() {
    }

    /** Openings in the order of the week; those that touch are one. */
    static List<Opening> parse(final Value value) {
        if (value.isList() && value.tree().items().isEmpty()) {
            value.problem("is empty; leave the key out to be open always, or write on: false");
        }
        final List<Value> spans = value.isScalar() ? List.of(value) : value.items("spans");
        if (spans.size() > SPANS_MAX) {
            value.problem("has more than " + SPANS_MAX + " spans");
        }
        final List<Opening> openings = new ArrayList<>();
        for (final Value span : spans) {
            span(span, openings);
        }
        openings.sort(Comparator.comparingInt(Opening::fromMinute).thenComparingInt(Opening::toMinute));
        final List<Opening> merged = new ArrayList<>();
        for (final Opening next : openings) {
            final Opening last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && next.fromMinute() <= last.toMinute()) {
                merged.set(merged.size() - 1,
                        new Opening(last.fromMinute(), Math.max(last.toMinute(), next.toMinute())));
            } else {
                merged.add(next);
            }
        }
        return List.copyOf(merged);
    }

    private static void span(final Value value, final List<Opening> openings) {
        final String text = value.scalar("a span such as \"mon-fri 08:00-20:00\"").orElse(null);
        if (text == null) {
            return;
        }
        final Matcher matcher = SPAN.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            value.problem("expected a span such as \"mon-fri 08:00-20:00\", found " + value.tree().shown());
            return;
        }
        final int from = minute(matcher.group(2), matcher.group(3));
        final int to = minute(matcher.group(4), matcher.group(5));
        if (from < 0 || from == DAY_MINUTES || to < 0) {
            value.problem("expected times from 00:00 to 24:00, found " + value.tree().shown());
            return;
        }
        if (from >= to) {
            value.problem("ends before it begins; past midnight, write two spans: one to 24:00, and one from 00:00 "
                    + "of the next day");
            return;
        }
        for (final String range : matcher.group(1).split(",")) {
            final String[] ends = range.split("-");
            final int first = day(value, ends[0]);
            final int last = day(value, ends[ends.length - 1]);
            if (first < 0 || last < 0) {
                return;
            }
            for (int day = first; ; day = (day + 1) % DAYS.size()) {
                openings.add(new Opening(day * DAY_MINUTES + from, day * DAY_MINUTES + to));
                if (day == last) {
                    break;
                }
            }
        }
    }

    private static int minute(final String hours, final String minutes) {
        final int hour = Integer.parseInt(hours);
        final int minute = Integer.parseInt(minutes);
        final int total = hour * 60 + minute;
        return minute > 59 || total > DAY_MINUTES ? -1 : total;
    }

    private static int day(final Value value, final String name) {
        final int day = DAYS.indexOf(name);
        if (day < 0) {
            value.problem("unknown day \"" + name + '"' + Suggestion.of(name, DAYS) + "; days are "
                    + String.join(" ", DAYS));
        }
        return day;
    }
}
