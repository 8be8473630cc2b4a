package gavel.config.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A value that may be there, read as what it should be. One thread.
 *
 * <p>Each reading returns its default when the value is missing, and when it is wrong, which is reported; so a binder
 * goes on to the end of its file and never decides on the way whether to stop.
 */
final class Value {
    /** Of a party, a campaign or a key; a party's is the name of its file too. */
    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern BARE_NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final int NAME_MAX = 200;

    private final Tree tree;
    private final Place at;
    private final String key;
    private final String path;
    private final Scope scope;

    /**
     * A value.
     *
     * @param tree what the file says, or null when it says nothing here.
     * @param at   where to point when it is missing.
     * @param key  dotted name for people.
     * @param path the same as {@link Keys} writes it.
     */
    Value(final Tree tree, final Place at, final String key, final String path, final Scope scope) {
        this.tree = tree;
        this.at = at;
        this.key = key;
        this.path = path;
        this.scope = scope;
    }

    boolean isPresent() {
        return tree != null && tree.kind() != Tree.Kind.BROKEN;
    }

    boolean isScalar() {
        return tree != null && tree.kind() == Tree.Kind.SCALAR;
    }

    boolean isList() {
        return tree != null && tree.kind() == Tree.Kind.LIST;
    }

    String key() {
        return key;
    }

    Scope scope() {
        return scope;
    }

    Place place() {
        return tree == null ? at : tree.at();
    }

    Place end() {
        return tree == null ? at : tree.end();
    }

    void problem(final String message) {
        scope.findings().problem(place(), key, message);
    }

    void warning(final String message) {
        scope.findings().warning(place(), key, message);
    }

    /** Reports the value when it is missing. */
    Value required() {
        if (tree == null) {
            problem("missing");
        }
        return this;
    }

    /** Text of a scalar; empty when it is missing or something else, which is reported. */
    Optional<String> scalar(final String expected) {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (tree.kind() != Tree.Kind.SCALAR) {
            problem("expected " + expected + ", found " + tree.shown());
            return Optional.empty();
        }
        return Optional.of(tree.text());
    }

    /** One line of text for people. */
    String name(final String orElse) {
        final String text = scalar("text").orElse(orElse);
        if (text.isBlank() || text.length() > NAME_MAX || text.chars().anyMatch(Character::isISOControl)) {
            problem("expected one line of 1 to " + NAME_MAX + " characters");
            return orElse;
        }
        return text;
    }

    String id() {
        final String text = scalar("an id").orElse("");
        if (isScalar() && !ID.matcher(text).matches()) {
            problem("expected an id of lower-case letters, digits and hyphens, at most 63, found " + tree.shown());
        }
        return text;
    }

    boolean flag(final boolean orElse) {
        final Optional<String> text = scalar("true or false");
        if (text.isEmpty()) {
            return orElse;
        }
        final String word = text.get().toLowerCase(Locale.ROOT);
        if (!word.equals("true") && !word.equals("false")) {
            problem("expected true or false, found " + tree.shown());
            return orElse;
        }
        return word.equals("true");
    }

    int count(final int orElse, final int min, final int max) {
        return (int) integer(orElse, min, max);
    }

    long integer(final long orElse, final long min, final long max) {
        final Optional<String> text = scalar("a whole number");
        if (text.isEmpty()) {
            return orElse;
        }
        if (!INTEGER.matcher(text.get()).matches()) {
            problem("expected a whole number from " + min + " to " + max + ", found " + tree.shown());
            return orElse;
        }
        return ranged(Long.parseLong(text.get()), orElse, min, max, String::valueOf);
    }

    long durationNs(final long orElse, final long min, final long max) {
        return united("a duration such as 80ms", "80", " with its unit: ns, us, ms, s, m, h or d", "ms",
                Units::durationNs).isEmpty() ? orElse
                : ranged(Units.durationNs(tree.text()).orElseThrow(), orElse, min, max, Units::duration);
    }

    long sizeBytes(final long orElse, final long min, final long max) {
        return united("a size such as 64KiB", "64", " with its unit: B, KiB, MiB or GiB", "KiB",
                Units::sizeBytes).isEmpty() ? orElse
                : ranged(Units.sizeBytes(tree.text()).orElseThrow(), orElse, min, max, Units::size);
    }

    long sharePpm(final long orElse, final long max) {
        return sharePpm(orElse, 0, max);
    }

    long sharePpm(final long orElse, final long min, final long max) {
        return united("a share such as 80%", "80", " with a percent sign", "%", Units::sharePpm).isEmpty() ? orElse
                : ranged(Units.sharePpm(tree.text()).orElseThrow(), orElse, min, max, Units::share);
    }

    /** An amount in {@code currency}; {@code whose} says in a problem who has that currency. */
    long moneyMicros(final long orElse, final long max, final String currency, final String whose) {
        final OptionalLong micros = united("an amount such as 12.50 " + currency, "12.50", " with its currency",
                " " + currency, text -> Units.money(text).map(m -> OptionalLong.of(m.micros()))
                        .orElse(OptionalLong.empty()));
        if (micros.isEmpty()) {
            return orElse;
        }
        final String written = Units.money(tree.text()).orElseThrow().currency();
        if (!written.equals(currency)) {
            problem("expected " + currency + ", the currency of " + whose + ", found " + written);
            return orElse;
        }
        return ranged(micros.getAsLong(), orElse, 0, max, value -> Units.money(value, currency));
    }

    private OptionalLong united(final String expected, final String sample, final String unitHint, final String unit,
                                final Function<String, OptionalLong> reader) {
        final Optional<String> text = scalar(expected);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        final OptionalLong value = reader.apply(text.get());
        if (value.isEmpty()) {
            final boolean bare = BARE_NUMBER.matcher(text.get()).matches() && !text.get().startsWith("-");
            problem("expected " + expected + ", found " + tree.shown()
                    + (bare ? ": write the number" + unitHint + ", for instance " + text.get() + unit : ""));
        }
        return value;
    }

    private long ranged(final long value, final long orElse, final long min, final long max,
                        final Function<Long, String> print) {
        if (value < min || value > max) {
            problem("must be from " + print.apply(min) + " to " + print.apply(max) + ", found " + tree.shown());
            return orElse;
        }
        return value;
    }

    /** One of the constants of an enum, written in lower case. */
    <E extends Enum<E>> E word(final Class<E> type, final E orElse) {
        final List<String> words = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT)).toList();
        final String found = word(words, orElse.name().toLowerCase(Locale.ROOT));
        return Enum.valueOf(type, found.toUpperCase(Locale.ROOT));
    }

    String word(final List<String> words, final String orElse) {
        final Optional<String> text = scalar("one of " + String.join(", ", words));
        if (text.isEmpty()) {
            return orElse;
        }
        if (!words.contains(text.get())) {
            problem("expected one of " + String.join(", ", words) + ", found " + tree.shown()
                    + Suggestion.of(text.get(), words));
            return orElse;
        }
        return text.get();
    }

    String currency(final String orElse) {
        final Optional<String> text = scalar("a currency such as USD");
        if (text.isEmpty()) {
            return orElse;
        }
        if (Currency.getAvailableCurrencies().stream().noneMatch(c -> c.getCurrencyCode().equals(text.get()))) {
            problem("expected an ISO 4217 currency such as USD, found " + tree.shown());
            return orElse;
        }
        return text.get();
    }

    /** Reports an id that {@code known} lacks. */
    void mustBeIn(final Collection<String> known, final String what) {
        if (isScalar() && !known.contains(tree.text())) {
            problem("there is no " + what + " \"" + tree.text() + "\"" + Suggestion.of(tree.text(), known));
        }
    }

    /** The items of a list; none when it is missing. A value that is no list is reported. */
    List<Value> items(final String expected) {
        if (!isPresent()) {
            return List.of();
        }
        if (tree.kind() != Tree.Kind.LIST) {
            problem("expected a list of " + expected + ", found " + tree.shown());
            return List.of();
        }
        final List<Value> items = new ArrayList<>();
        for (final Tree item : tree.items()) {
            items.add(new Value(item, item.at(), key + "[" + items.size() + "]", path, scope));
        }
        return items;
    }

    /** The texts of a list of scalars, without those that are none. */
    List<String> texts(final String expected) {
        return items(expected).stream().flatMap(item -> item.scalar("one of the " + expected).stream()).toList();
    }

    /** The value as keys and values; without any when it is missing. Unknown keys are reported. */
    Block block() {
        final Tree mapping;
        if (tree != null && tree.kind() == Tree.Kind.MAPPING) {
            mapping = tree;
        } else {
            mapping = Tree.mapping(place(), place());
            if (isPresent()) {
                problem("expected keys and values, found " + tree.shown());
            }
        }
        return new Block(mapping, at, key, path, scope);
    }

    /** Whether it has keys and values, where a scalar may stand as well. */
    boolean isBlock() {
        return tree != null && tree.kind() == Tree.Kind.MAPPING;
    }

    Tree tree() {
        return tree;
    }
}
