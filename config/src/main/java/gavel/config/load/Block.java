package gavel.config.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Keys and values of a file, strictly: what {@link Keys} doesn't list is reported with the word that was probably
 * meant. One thread.
 */
final class Block {
    private static final Pattern SECRET = Pattern.compile("(?i)auth|basic|bearer|key|pass|secret|token|header");

    private final Tree mapping;
    private final Place at;
    private final String key;
    private final String path;
    private final Scope scope;

    Block(final Tree mapping, final Place at, final String key, final String path, final Scope scope) {
        this.mapping = mapping;
        this.at = at;
        this.key = key;
        this.path = path;
        this.scope = scope;
        final TreeSet<String> known = scope.keys().under(path);
        if (known.contains("*")) {
            return;
        }
        for (final Map.Entry<String, Tree.Member> member : mapping.members().entrySet()) {
            if (!known.contains(member.getKey())) {
                scope.findings().problem(member.getValue().at(), below(key, member.getKey()),
                        "unknown key" + Suggestion.of(member.getKey(), known));
                final Tree value = member.getValue().value();
                if (value.kind() != Tree.Kind.SCALAR || SECRET.matcher(below(key, member.getKey())).find()) {
                    hide(value);
                }
            }
        }
    }

    /** Where the block is named. */
    Place place() {
        return at;
    }

    void problem(final String message) {
        scope.findings().problem(at, key, message);
    }

    boolean has(final String name) {
        return mapping.members().containsKey(name);
    }

    boolean isEmpty() {
        return mapping.members().isEmpty();
    }

    /** The value of a known key. */
    Value value(final String name) {
        final String known = below(path, name);
        if (!scope.keys().under(path).contains(name)) {
            throw new IllegalArgumentException("not listed: " + known);
        }
        return value(name, known);
    }

    /** Where a key of a block whose names the file chooses stands. */
    Place placeOf(final String name) {
        return mapping.members().get(name).at();
    }

    /** The names in a block whose names the file chooses, in the file's order. */
    List<String> names() {
        return new ArrayList<>(mapping.members().keySet());
    }

    /** The value under a name that the file chose. */
    Value named(final String name) {
        return value(name, below(path, "*"));
    }

    private Value value(final String name, final String known) {
        final Tree.Member member = mapping.members().get(name);
        if (member == null) {
            return new Value(null, at, below(key, name), known, scope);
        }
        if (member.value().kind() == Tree.Kind.NOTHING) {
            scope.findings().problem(member.at(), below(key, name), "has no value; leave the key out for its default");
            return new Value(Tree.broken(member.at()), member.at(), below(key, name), known, scope);
        }
        return new Value(member.value(), member.at(), below(key, name), known, scope);
    }

    /** A mistyped key may hold a secret. */
    private void hide(final Tree tree) {
        if (tree.kind() == Tree.Kind.SCALAR) {
            scope.findings().hide(tree.at(), tree.end());
        }
        tree.items().forEach(this::hide);
        tree.members().values().forEach(member -> hide(member.value()));
    }

    private static String below(final String parent, final String name) {
        return parent.isEmpty() ? name : parent + "." + name;
    }
}
