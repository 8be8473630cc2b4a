package gavel.config.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Puts values from the command line in place of those of {@code server.yaml}. One thread. */
final class Overrides {
    static final String FILE = "--set";
    private static final List<String> SECRETS = List.of("validate.duplicates.key", "click.key", "personal.key");

    private Overrides() {
    }

    /** Writes each {@code dotted.key=value} into the tree; an unknown key is reported. */
    static void apply(final Map<String, String> overrides, final Tree root, final Findings findings) {
        final Set<String> known = new TreeSet<>(Keys.SERVER.names());
        for (final String secret : SECRETS) {
            known.add(secret + ".file");
            known.add(secret + ".env");
        }
        final Map<String, String> sorted = new LinkedHashMap<>(overrides);
        final StringBuilder text = new StringBuilder();
        sorted.forEach((key, value) -> text.append(key).append('=').append(value.replaceAll("\\R", " ")).append('\n'));
        findings.text(FILE, text.toString());
        int line = 0;
        for (final Map.Entry<String, String> override : sorted.entrySet()) {
            final String key = override.getKey();
            final Place at = new Place(FILE, ++line, 1);
            final Place from = new Place(FILE, line, key.length() + 2);
            final Place to = new Place(FILE, line + 1, 1);
            if (!known.contains(key)) {
                findings.hide(from, to);
                findings.problem(at, key, "unknown key" + Suggestion.of(key, known));
                continue;
            }
            put(root, key, new Tree.Member(at, Tree.scalar(from, to, override.getValue())));
        }
    }

    private static void put(final Tree root, final String key, final Tree.Member member) {
        final String[] names = key.split("\\.");
        Tree tree = root;
        for (int i = 0; i < names.length - 1; i++) {
            final Tree.Member below = tree.members().get(names[i]);
            Tree next = below == null ? null : below.value();
            if (next == null || next.kind() != Tree.Kind.MAPPING) {
                next = Tree.mapping(member.at(), member.value().end());
                tree.members().put(names[i], new Tree.Member(member.at(), next));
            } else if (SECRETS.contains(String.join(".", List.of(names).subList(0, i + 1)))) {
                next.members().clear();
            }
            tree = next;
        }
        tree.members().put(names[names.length - 1], member);
    }
}
