package gavel.config.load;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Builds YAML, block by block; free text is always quoted. One thread. */
final class YamlText {
    private static final int STEP = 2;

    private final StringBuilder out = new StringBuilder();
    private int indent;
    private boolean atItem;

    /** The constant in lower case. */
    static String word(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** In double quotes, with the escapes that JSON and YAML share. */
    static String quoted(final String text) {
        final StringBuilder quoted = new StringBuilder("\"");
        for (final char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7f && c < 0xa0 || c == '\u2028' || c == '\u2029' || c == '\ufeff') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Begins the document of a file. */
    YamlText document(final String file) {
        out.append(out.length() == 0 ? "" : "---\n").append("# ").append(file).append('\n');
        indent = 0;
        return this;
    }

    YamlText open(final String key) {
        line(key + ":");
        indent += STEP;
        return this;
    }

    /** Begins an item of a list; its first key stands beside the hyphen. */
    YamlText item() {
        indent += STEP;
        atItem = true;
        return this;
    }

    YamlText close() {
        indent -= STEP;
        return this;
    }

    /** Writes a value that is plain YAML as it is. */
    YamlText put(final String key, final Object value) {
        line(key + ": " + value);
        return this;
    }

    /** For people: what holds although nothing says so here. */
    YamlText comment(final String sentence) {
        line("# " + sentence);
        return this;
    }

    YamlText text(final String key, final String value) {
        return put(key, quoted(value));
    }

    YamlText texts(final String key, final List<String> values) {
        return put(key, values.stream().map(YamlText::quoted).collect(Collectors.joining(", ", "[", "]")));
    }

    private void line(final String text) {
        out.append(" ".repeat(atItem ? indent - STEP : indent)).append(atItem ? "- " : "").append(text).append('\n');
        atItem = false;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
