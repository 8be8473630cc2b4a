package gavel.buyersim;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * One mapping of a script, read key by key; what is left over at the end is an unknown key. Confined to one parse.
 *
 * <p>Nothing throws: each mistake becomes a {@link Problem} and reading goes on with the default, so that all
 * mistakes are reported at once.
 */
final class YamlFields {
    private final String file;
    private final String path;
    private final Node node;
    private final List<Problem> problems;
    private final Map<String, NodeTuple> tupleByKey = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    YamlFields(final String file, final String path, final Node node, final List<Problem> problems) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.problems = problems;
        if (!(node instanceof MappingNode mapping)) {
            report(node, path, "expected keys and values");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (tupleByKey.putIfAbsent(key, tuple) != null) {
                report(tuple.getKeyNode(), under(key), "stands here twice");
            }
        }
    }

    /** The value as text, or nothing when the key is absent or not a plain value. */
    Optional<String> text(final String key) {
        return node(key).flatMap(value -> {
            if (value instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
                return Optional.of(scalar.getValue());
            }
            report(value, under(key), "expected one value");
            return Optional.empty();
        });
    }

    /** The value as {@code reader} understands it; its exception message becomes the problem. */
    <T> T read(final String key, final T otherwise, final Function<String, T> reader) {
        return text(key).map(text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                report(node(key).orElse(node), under(key), e.getMessage());
                return otherwise;
            }
        }).orElse(otherwise);
    }

    <T> T required(final String key, final T otherwise, final Function<String, T> reader) {
        if (!tupleByKey.containsKey(key)) {
            asked.add(key);
            report(node, under(key), "is missing");
            return otherwise;
        }
        return read(key, otherwise, reader);
    }

    int number(final String key, final int otherwise, final int least, final int most) {
        return read(key, otherwise, text -> {
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                throw new IllegalArgumentException("expected a whole number from " + least + " to " + most
                    + ", found \"" + text + "\"");
            }
            return Integer.parseInt(text);
        });
    }

    boolean flag(final String key) {
        return read(key, Boolean.FALSE, text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("expected true or false, found \"" + text + "\"");
            }
            return text.equals("true");
        });
    }

    Optional<YamlFields> fields(final String key) {
        return node(key).map(value -> new YamlFields(file, under(key), value, problems));
    }

    Optional<Node> node(final String key) {
        asked.add(key);
        return Optional.ofNullable(tupleByKey.get(key)).map(NodeTuple::getValueNode);
    }

    /** To be called once, after the last read. */
    void reportUnknown() {
        tupleByKey.forEach((key, tuple) -> {
            if (!asked.contains(key)) {
                report(tuple.getKeyNode(), under(key), "unknown key" + suggestion(key));
            }
        });
    }

    void report(final String key, final String sentence) {
        report(node(key).orElse(node), under(key), sentence);
    }

    void reportHere(final String sentence) {
        report(node, path, sentence);
    }

    private void report(final Node at, final String key, final String sentence) {
        Optional<Mark> mark = at.getStartMark();
        problems.add(new Problem(file, mark.map(Mark::getLine).orElse(0) + 1,
            mark.map(Mark::getColumn).orElse(0) + 1, key, sentence));
    }

    private String under(final String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String suggestion(final String key) {
        String best = "";
        int least = 3;
        for (String candidate : asked) {
            int distance = distance(key, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "; known here: " + String.join(", ", asked) : "; did you mean " + best + "?";
    }

    private static int distance(final String a, final String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(diagonal + change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
