package gavel.config.load;

import gavel.config.BuyerConfig.Filter;
import gavel.config.BuyerConfig.FilterKind;
import gavel.config.FieldType;
import gavel.config.VerticalConfig;
import gavel.config.VerticalConfig.Field;
import gavel.config.field.FieldCheck;
import gavel.config.field.FieldValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the filters of a campaign, values in the normal form of their field. One thread. */
final class FilterBinder {
    private static final Set<FieldType> ORDERED = Set.of(FieldType.INTEGER, FieldType.DECIMAL, FieldType.DATE);
    private static final Set<FieldType> PREFIXED = Set.of(FieldType.ZIP, FieldType.STRING, FieldType.PHONE);

    private FilterBinder() {
    }

    /** Filters in the file's order; against a vertical that is null or broken, nothing can be said about them. */
    static List<Filter> bind(final Block block, final VerticalConfig vertical) {
        final List<Filter> filters = new ArrayList<>();
        if (vertical == null) {
            return filters;
        }
        for (final String name : block.names()) {
            final Value value = block.named(name);
            final int index = vertical.fieldIndex(name);
            if (index < 0) {
                value.scope().findings().problem(block.placeOf(name), value.key(), "the vertical " + vertical.id()
                        + " has no field \"" + name + '"'
                        + Suggestion.of(name, vertical.fields().stream().map(Field::name).toList()));
            } else if (value.isPresent()) {
                filters.add(filter(vertical.fields().get(index), value));
            }
        }
        return List.copyOf(filters);
    }

    private static Filter filter(final Field field, final Value value) {
        if (!value.isBlock()) {
            return new Filter(field.name(), FilterKind.IN, words(field, value), 0, 0);
        }
        final Block block = value.block();
        final Value not = block.value("not");
        final Value prefix = block.value("prefix");
        final boolean range = block.has("from") || block.has("to");
        if ((not.isPresent() ? 1 : 0) + (prefix.isPresent() ? 1 : 0) + (range ? 1 : 0) != 1) {
            value.problem("expected a value, a list of values, {not: [..]}, {prefix: [..]} or {from: .., to: ..}");
        }
        if (not.isPresent()) {
            return new Filter(field.name(), FilterKind.NOT_IN, words(field, not), 0, 0);
        }
        return prefix.isPresent()
                ? new Filter(field.name(), FilterKind.PREFIX, prefixes(field, prefix), 0, 0)
                : range(field, block);
    }

    private static List<String> words(final Field field, final Value value) {
        final List<Value> items = value.isScalar() ? List.of(value) : value.items("values");
        if (value.isList() && items.isEmpty()) {
            value.problem("is empty: no lead would pass, or every one");
        }
        final FieldCheck check = FieldCheck.of(field);
        final List<String> words = new ArrayList<>();
        for (final Value item : items) {
            final String text = item.scalar("a value").orElse(null);
            if (text == null) {
                continue;
            }
            final FieldValue read = check.read(text);
            read.reason().ifPresent(reason -> item.problem("no " + type(field) + " that the field can hold: "
                    + reason.sentence() + (field.type() == FieldType.ENUM ? Suggestion.of(text, field.values()) : "")));
            words.add(read.text());
        }
        return List.copyOf(words);
    }

    private static List<String> prefixes(final Field field, final Value value) {
        if (!PREFIXED.contains(field.type())) {
            value.problem("a prefix does not apply to the type " + type(field));
        }
        final List<String> prefixes = new ArrayList<>();
        for (final Value item : value.isScalar() ? List.of(value) : value.items("prefixes")) {
            String text = item.scalar("a prefix").orElse("?").strip();
            if (field.type() == FieldType.ZIP) {
                text = text.toUpperCase(Locale.ROOT).replace(" ", "");
                if (!text.matches("[0-9]{1,5}|[A-Z]([0-9]([A-Z]([0-9]([A-Z][0-9]?)?)?)?)?")) {
                    item.problem("expected the beginning of a zip code, in quotes: \"787\"");
                }
            } else if (field.type() == FieldType.PHONE && !text.matches("\\+[1-9][0-9]{0,14}")) {
                item.problem("expected the beginning of a phone number with + and the country code: \"+1512\"");
            } else if (text.isEmpty()) {
                item.problem("every value begins with an empty prefix");
            }
            prefixes.add(text);
        }
        if (value.isList() && prefixes.isEmpty()) {
            value.problem("is empty: no lead would pass");
        }
        return List.copyOf(prefixes);
    }

    private static Filter range(final Field field, final Block block) {
        if (!ORDERED.contains(field.type())) {
            (block.has("from") ? block.value("from") : block.value("to"))
                    .problem("a range does not apply to the type " + type(field));
            return new Filter(field.name(), FilterKind.RANGE, List.of(), 0, 0);
        }
        final long from = bound(field, block.value("from"), field.min());
        final long to = bound(field, block.value("to"), field.max());
        if (from > to) {
            block.problem("from is greater than to");
        } else if (from > field.max() || to < field.min()) {
            block.problem("no value of the field is in this range");
        }
        return new Filter(field.name(), FilterKind.RANGE, List.of(), from, to);
    }

    private static long bound(final Field field, final Value value, final long orElse) {
        final String text = value.scalar("a limit").orElse(null);
        if (text == null) {
            return orElse;
        }
        final FieldValue read = FieldCheck.of(VerticalBinder.unlimited(field.name(), field.type())).read(text);
        if (read.reason().isPresent()) {
            value.problem(read.reason().get().sentence());
            return orElse;
        }
        return read.number();
    }

    private static String type(final Field field) {
        return field.type().name().toLowerCase(Locale.ROOT);
    }
}
