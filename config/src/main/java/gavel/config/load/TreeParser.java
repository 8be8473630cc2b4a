package gavel.config.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Turns the text of a file into a {@link Tree}. One thread.
 *
 * <p>Never resolves a scalar to a number or a boolean: {@code NO} is a state and {@code 08540} a zip code until a
 * binder that knows better reads them. Anchors, aliases and tags are refused, and so is deep nesting, before the
 * library's recursive composer sees the text.
 */
final class TreeParser {
    private static final int DEPTH_MAX = 16;
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\$\\{|\\{([^}]*)})");
    private static final Pattern VARIABLE_NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(:-(.*))?", Pattern.DOTALL);
    private static final Pattern LIKELY_SECRET =
            Pattern.compile("(?i)(?:bearer|password|key|token|secret|auth[a-z]*)[\"']?\\s*:\\s*([^\\s{].*)");

    private final Findings findings;
    private final Function<String, String> env;
    private String file;

    TreeParser(final Findings findings, final Function<String, String> env) {
        this.findings = findings;
        this.env = env;
    }

    /** The tree of a file, or empty when it could not be read or holds nothing, which is reported. */
    Optional<Tree> parse(final String fileName, final String text) {
        file = fileName;
        findings.text(file, text);
        final LoadSettings settings = LoadSettings.builder().setLabel(file).setAllowDuplicateKeys(true).build();
        try {
            if (!isPlain(settings, text)) {
                return Optional.empty();
            }
            final Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                findings.problem(new Place(file, 1, 1), "", "the file is empty");
            }
            return root.map(node -> tree(node, ""));
        } catch (final MarkedYamlEngineException e) {
            final Place at = e.getProblemMark().or(e::getContextMark).map(this::place).orElse(new Place(file, 1, 1));
            hideLikelySecret(at, text);
            findings.problem(at, "", "not YAML: " + problem(e));
        } catch (final ReaderException e) {
            final String before = text.substring(0, Math.min(e.getPosition(), text.length()));
            final int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            findings.problem(new Place(file, line, before.length() - before.lastIndexOf('\n')), "",
                    String.format("not YAML: character U+%04X is not allowed", e.getCodePoint()));
        } catch (final YamlEngineException e) {
            findings.problem(new Place(file, 1, 1), "", "not YAML 1.2 as it is read here: each key is a word, each "
                    + "value a scalar, a list or a mapping, and there are no directives");
        }
        return Optional.empty();
    }

    private static String problem(final MarkedYamlEngineException e) {
        final String problem = e.getProblem() == null ? "" : e.getProblem();
        final String context = e.getContext() == null ? "" : e.getContext();
        return (context.isEmpty() || problem.isEmpty() ? context + problem : problem + ", " + context).strip();
    }

    /** A file that can't be read as YAML has no known secrets, so what looks like one is hidden. */
    private void hideLikelySecret(final Place at, final String text) {
        final List<String> lines = text.lines().toList();
        if (at.line() > lines.size()) {
            return;
        }
        final Matcher matcher = LIKELY_SECRET.matcher(lines.get(at.line() - 1));
        if (matcher.find()) {
            findings.hide(new Place(file, at.line(), matcher.start(1) + 1),
                    new Place(file, at.line(), matcher.end(1) + 1));
        }
    }

    private boolean isPlain(final LoadSettings settings, final String text) {
        int depth = 0;
        final int before = findings.problemCount();
        for (final Event event : new Parse(settings).parseString(text)) {
            final Place at = event.getStartMark().map(this::place).orElse(new Place(file, 1, 1));
            if (event instanceof AliasEvent) {
                findings.problem(at, "", "aliases are not supported: write the value out");
            } else if (event instanceof NodeEvent) {
                refuse(at, ((NodeEvent) event).getAnchor(), tag(event));
            }
            if (event instanceof CollectionStartEvent && ++depth > DEPTH_MAX) {
                findings.problem(at, "", "nested deeper than " + DEPTH_MAX + " levels");
                return false;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return findings.problemCount() == before;
    }

    private void refuse(final Place at, final Optional<Anchor> anchor, final Optional<String> tag) {
        if (anchor.isPresent()) {
            findings.problem(at, "", "anchors are not supported: write the value out where it is used");
        }
        if (tag.isPresent()) {
            findings.problem(at, "", "tags such as " + tag.get() + " are not supported");
        }
    }

    private static Optional<String> tag(final Event event) {
        if (event instanceof ScalarEvent) {
            return ((ScalarEvent) event).getTag();
        }
        return event instanceof CollectionStartEvent ? ((CollectionStartEvent) event).getTag() : Optional.empty();
    }

    private Tree tree(final Node node, final String key) {
        final Place at = node.getStartMark().map(this::place).orElseThrow();
        final Place end = node.getEndMark().map(this::place).orElse(at);
        if (node instanceof ScalarNode) {
            final ScalarNode scalar = (ScalarNode) node;
            if (scalar.isPlain() && NOTHING.contains(scalar.getValue())) {
                return Tree.nothing(at);
            }
            final int before = findings.problemCount();
            final String text = filled(scalar.getValue(), at, end, key);
            return findings.problemCount() == before ? Tree.scalar(at, end, text) : Tree.broken(at);
        }
        if (node instanceof SequenceNode) {
            final List<Tree> items = new ArrayList<>();
            for (final Node item : ((SequenceNode) node).getValue()) {
                items.add(tree(item, key + "[" + items.size() + "]"));
            }
            return Tree.list(at, end, items);
        }
        final Tree mapping = Tree.mapping(at, end);
        for (final NodeTuple tuple : ((MappingNode) node).getValue()) {
            final Place keyAt = tuple.getKeyNode().getStartMark().map(this::place).orElse(at);
            if (!(tuple.getKeyNode() instanceof ScalarNode)) {
                findings.problem(keyAt, key, "a key must be a word");
                continue;
            }
            final String name = ((ScalarNode) tuple.getKeyNode()).getValue();
            final String path = key.isEmpty() ? name : key + "." + name;
            final Tree.Member first = mapping.members().get(name);
            if (first != null) {
                findings.problem(keyAt, path, "duplicate key; the first one is on line " + first.at().line());
                continue;
            }
            mapping.members().put(name, new Tree.Member(keyAt, tree(tuple.getValueNode(), path)));
        }
        return mapping;
    }

    /** Fills in {@code ${NAME}} and {@code ${NAME:-default}}; {@code $${} stands for {@code ${}. */
    private String filled(final String text, final Place at, final Place end, final String key) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        final Matcher matcher = VARIABLE.matcher(text);
        final StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String value = "${";
            if (matcher.group(2) != null) {
                final Place place = findings.find(at, end, matcher.group(), 0);
                value = variable(matcher.group(2), place, key);
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(out).toString();
    }

    private String variable(final String expression, final Place at, final String key) {
        final Matcher matcher = VARIABLE_NAME.matcher(expression);
        if (!matcher.matches()) {
            findings.problem(at, key, "expected a variable such as ${NAME} or ${NAME:-default}, found ${"
                    + expression + "}; write $${ for the characters ${ themselves");
            return "";
        }
        final String value = env.apply(matcher.group(1));
        if (value != null) {
            return value;
        }
        if (matcher.group(2) == null) {
            findings.problem(at, key, "the environment has no variable " + matcher.group(1)
                    + "; set it, or write ${" + matcher.group(1) + ":-default}");
            return "";
        }
        return matcher.group(3);
    }

    private Place place(final Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
