package gavel.config.load;

import gavel.config.BuyerConfig.Format;
import gavel.config.BuyerConfig.Part;
import gavel.config.BuyerConfig.PartKind;
import gavel.config.FieldType;
import gavel.config.VerticalConfig;
import gavel.config.VerticalConfig.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compiles the body of a ping or a post into its parts. One thread.
 *
 * <p>Principle: nobody sees data that they were not sold. A ping's body can name only fields that every vertical which
 * the buyer buys allows in a ping.
 */
final class TemplateParser {
    /** What a variable stands for, unless it is the name of a field. */
    static final Map<String, PartKind> VARIABLES = new LinkedHashMap<>();
    private static final Set<PartKind> POST_ONLY = Set.of(PartKind.PRICE, PartKind.PING_REF, PartKind.POST_KEY);
    private static final Set<PartKind> NUMBERS = Set.of(PartKind.PRICE, PartKind.TIMEOUT_MS);
    private static final Set<FieldType> BARE = Set.of(FieldType.INTEGER, FieldType.DECIMAL, FieldType.BOOLEAN);

    static {
        for (final PartKind kind : PartKind.values()) {
            if (kind != PartKind.TEXT && kind != PartKind.FIELD) {
                VARIABLES.put(kind.name().toLowerCase(Locale.ROOT), kind);
            }
        }
    }

    private final List<VerticalConfig> verticals;
    private final boolean complete;
    private final Format format;
    private final boolean ping;

    TemplateParser(final List<VerticalConfig> verticals, final boolean complete, final Format format,
                   final boolean ping) {
        this.verticals = verticals;
        this.complete = complete;
        this.format = format;
        this.ping = ping;
    }

    /** The parts of a body; a wrong one is reported where the variable stands. */
    List<Part> parse(final Value value) {
        final String body = value.scalar("a body").orElse("").strip();
        if (value.isScalar() && body.isEmpty()) {
            value.problem("is empty");
            return List.of();
        }
        final List<Part> parts = new ArrayList<>();
        final Map<String, Integer> occurrences = new HashMap<>();
        final BodyCheck check = BodyCheck.of(format);
        final int problems = value.scope().findings().problemCount();
        int at = 0;
        while (at < body.length()) {
            final int open = body.indexOf("{{", at);
            final int close = open < 0 ? -1 : body.indexOf("}}", open);
            if (open >= 0 && close < 0) {
                value.problem("{{ without }}");
                return parts;
            }
            final String text = body.substring(at, open < 0 ? body.length() : open);
            check.text(text);
            if (!text.isEmpty()) {
                parts.add(new Part(PartKind.TEXT, text));
            }
            if (open < 0) {
                break;
            }
            final String whole = body.substring(open, close + 2);
            final int occurrence = occurrences.merge(whole, 1, Integer::sum) - 1;
            final Place place = value.scope().findings().find(value.place(), value.end(), whole, occurrence);
            parts.add(variable(body.substring(open + 2, close).strip(), place, value, check));
            at = close + 2;
        }
        if (value.isScalar() && value.scope().findings().problemCount() == problems) {
            check.fault().ifPresent(value::problem);
        }
        return List.copyOf(parts);
    }

    private Part variable(final String name, final Place at, final Value body, final BodyCheck check) {
        final PartKind kind = VARIABLES.getOrDefault(name, PartKind.FIELD);
        final boolean bare = check.variable();
        final Optional<String> wrong = kind == PartKind.FIELD ? field(name, bare)
                : POST_ONLY.contains(kind) && ping ? Optional.of("only a post can carry {{" + name + "}}")
                : bare && !NUMBERS.contains(kind) ? Optional.of("{{" + name + "}} is text; put quotes around it")
                : Optional.empty();
        wrong.or(check::misplaced)
                .ifPresent(message -> body.scope().findings().problem(at, body.key(), message));
        return new Part(kind, kind == PartKind.FIELD ? name : "", bare);
    }

    /** What is wrong with a field here, if anything. */
    private Optional<String> field(final String name, final boolean bare) {
        final Set<String> known = new TreeSet<>(VARIABLES.keySet());
        verticals.forEach(vertical -> vertical.fields().forEach(field -> known.add(field.name())));
        boolean found = false;
        for (final VerticalConfig vertical : verticals) {
            found |= vertical.fieldIndex(name) >= 0;
        }
        if (!found) {
            return complete ? Optional.of("unknown variable {{" + name + "}}" + Suggestion.of(name, known))
                    : Optional.empty();
        }
        for (final VerticalConfig vertical : verticals) {
            final int index = vertical.fieldIndex(name);
            if (index < 0) {
                return Optional.of("the vertical " + vertical.id() + ", which this buyer buys too, has no field \""
                        + name + '"');
            }
            final Field field = vertical.fields().get(index);
            if (ping && !field.ping()) {
                return Optional.of("a ping may not carry {{" + name + "}}: " + (field.type().isPersonal()
                        ? "it is personal data" : "the vertical " + vertical.id() + " does not say ping: true of it"));
            }
            if (bare && !BARE.contains(field.type())) {
                return Optional.of("{{" + name + "}} is text; put quotes around it");
            }
        }
        return Optional.empty();
    }
}
