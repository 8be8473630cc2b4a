package gavel.config.load;

import gavel.config.FieldType;
import gavel.config.Limits;
import gavel.config.VerticalConfig;
import gavel.config.VerticalConfig.Duplicates;
import gavel.config.VerticalConfig.Field;
import gavel.config.field.FieldCheck;
import gavel.config.field.FieldValue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a file of {@code verticals/}. One thread. */
final class VerticalBinder {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");
    private static final int WORD_MAX = 100;
    private static final long DAY = 86_400_000_000_000L;
    private static final long KEEP_MAX_DAYS = 36_600;
    static final Set<FieldType> LIMITED = Set.of(FieldType.STRING, FieldType.CONSENT, FieldType.INTEGER,
            FieldType.DECIMAL, FieldType.DATE);
    private static final long STRING_MAX = 10_000;
    /** Greatest values where a file names none; for types that know their own length, that length. */
    private static final Map<FieldType, Long> MAX = new EnumMap<>(Map.ofEntries(
            Map.entry(FieldType.STRING, 255L), Map.entry(FieldType.CONSENT, STRING_MAX),
            Map.entry(FieldType.INTEGER, Long.MAX_VALUE), Map.entry(FieldType.DECIMAL, Long.MAX_VALUE),
            Map.entry(FieldType.DATE, LocalDate.of(9999, 12, 31).toEpochDay()), Map.entry(FieldType.BOOLEAN, 5L),
            Map.entry(FieldType.ENUM, (long) WORD_MAX), Map.entry(FieldType.EMAIL, 254L),
            Map.entry(FieldType.PHONE, 16L), Map.entry(FieldType.ZIP, 6L), Map.entry(FieldType.STATE, 2L),
            Map.entry(FieldType.IP, 39L), Map.entry(FieldType.URL, 2048L), Map.entry(FieldType.CERTIFICATE, 2048L)));

    private VerticalBinder() {
    }

    static VerticalConfig bind(final Block root, final String id) {
        final Value fieldsValue = root.value("fields").required();
        final Block block = fieldsValue.block();
        final List<Field> fields = new ArrayList<>();
        for (final String name : block.names()) {
            final Field field = field(name, block);
            if (fields.size() == Limits.FIELDS_MAX) {
                block.problem("has more than " + Limits.FIELDS_MAX + " fields");
                break;
            }
            fields.add(field);
        }
        if (fieldsValue.isBlock() && block.isEmpty()) {
            fieldsValue.problem("a vertical needs at least one field");
        }
        final Value keep = root.value("personal").block().value("keep");
        return new VerticalConfig(id, List.copyOf(fields), duplicates(root.value("duplicates").block(), fields),
                keep.isPresent() ? keep.durationNs(0, 1_000_000, KEEP_MAX_DAYS * DAY) : 0);
    }

    private static Field field(final String name, final Block fields) {
        final Value value = fields.named(name);
        if (!NAME.matcher(name).matches()) {
            value.scope().findings().problem(fields.placeOf(name), value.key(),
                    "expected a name of lower-case letters, digits and underscores, at most 63");
        } else if (TemplateParser.VARIABLES.containsKey(name)) {
            value.scope().findings().problem(fields.placeOf(name), value.key(),
                    "{{" + name + "}} means something else in a buyer's body; take another name");
        }
        final Block block = value.block();
        final Value typeValue = block.value("type").required();
        final FieldType type = typeValue.word(FieldType.class, FieldType.STRING);
        final boolean known = typeValue.isScalar()
                && typeValue.tree().text().equals(type.name().toLowerCase(Locale.ROOT));
        final boolean ping = block.value("ping").flag(false);
        if (ping && type.isPersonal()) {
            block.value("ping").problem("a ping may not carry personal data, and "
                    + type.name().toLowerCase(Locale.ROOT) + " tells who somebody is");
        }
        final boolean required = block.value("required").flag(false);
        if (!known) {
            return new Field(name, type, required, ping, 0, STRING_MAX, List.of());
        }
        final long min = limit(block.value("min"), type, least(type));
        final long max = limit(block.value("max"), type, MAX.get(type));
        if (min > max) {
            block.value("min").problem("is greater than max");
        }
        return new Field(name, type, required, ping, min, max, values(block, type));
    }

    private static long least(final FieldType type) {
        switch (type) {
            case INTEGER:
            case DECIMAL:
                return Long.MIN_VALUE;
            case DATE:
                return LocalDate.of(1, 1, 1).toEpochDay();
            default:
                return 0;
        }
    }

    private static long limit(final Value value, final FieldType type, final long orElse) {
        if (!value.isPresent()) {
            return orElse;
        }
        if (!LIMITED.contains(type)) {
            value.problem("does not apply to the type " + type.name().toLowerCase(Locale.ROOT));
            return orElse;
        }
        if (type == FieldType.STRING || type == FieldType.CONSENT) {
            return value.integer(orElse, 0, STRING_MAX);
        }
        final String text = value.scalar("a limit").orElse("");
        final FieldValue limit = FieldCheck.of(unlimited("limit", type)).read(text);
        if (limit.reason().isPresent()) {
            value.problem(limit.reason().get().sentence());
            return orElse;
        }
        return limit.number();
    }

    /** A field of a type that takes every value of it. */
    static Field unlimited(final String name, final FieldType type) {
        return new Field(name, type, false, false, least(type), MAX.get(type), List.of());
    }

    private static List<String> values(final Block block, final FieldType type) {
        final Value words = block.value("values");
        final Value hosts = block.value("hosts");
        if (type == FieldType.ENUM) {
            words.required();
        } else if (words.isPresent()) {
            words.problem("only an enum has values");
        }
        if (type == FieldType.CERTIFICATE) {
            hosts.required();
        } else if (hosts.isPresent()) {
            hosts.problem("only a certificate has hosts");
        }
        final List<String> values = new ArrayList<>();
        final Set<String> seen = new TreeSet<>();
        final Value list = type == FieldType.ENUM ? words : hosts;
        for (final Value item : list.items(type == FieldType.ENUM ? "words" : "hosts")) {
            final String text = item.scalar("a word").orElse("");
            if (type == FieldType.CERTIFICATE && !HOST.matcher(text).matches()) {
                item.problem("expected a host name in lower case such as cert.trustedform.com");
            } else if (!text.equals(text.strip()) || text.isEmpty() || text.length() > WORD_MAX
                    || text.chars().anyMatch(Character::isISOControl)) {
                item.problem("expected a word of 1 to " + WORD_MAX + " characters");
            } else if (!seen.add(text.toLowerCase(Locale.ROOT))) {
                item.problem("stands in the list twice; case does not matter");
            }
            values.add(text);
        }
        if (list.isList() && values.isEmpty()) {
            list.problem("is empty");
        }
        return List.copyOf(values);
    }

    private static Duplicates duplicates(final Block block, final List<Field> fields) {
        final List<String> names = new ArrayList<>();
        for (final Value item : block.value("fields").items("names of fields")) {
            final String name = item.scalar("the name of a field").orElse("");
            item.mustBeIn(fields.stream().map(Field::name).toList(), "field");
            for (final Field field : fields) {
                if (field.name().equals(name) && field.type() != FieldType.PHONE && field.type() != FieldType.EMAIL) {
                    item.problem("only a phone or an email tells that two leads are one person");
                }
            }
            if (names.contains(name)) {
                item.problem("stands in the list twice");
            }
            if (names.size() == Limits.DUPLICATE_FIELDS_MAX) {
                item.problem("at most " + Limits.DUPLICATE_FIELDS_MAX
                        + " fields tell that two leads are one person; this one would never be looked at");
                break;
            }
            names.add(name);
        }
        return new Duplicates(List.copyOf(names), block.value("window").durationNs(30 * DAY, 1_000_000, 3660 * DAY));
    }
}
