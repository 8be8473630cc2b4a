package gavel.perf.json;

import java.util.Map;

/**
 * Writes values as indented JSON.
 * Stateless.
 */
final class JsonText {
    private JsonText() {
    }

    static void append(final StringBuilder out, final Object value, final int depth) {
        if (value == null || value instanceof Boolean || value instanceof JsonNumber) {
            out.append(value);
        } else if (value instanceof Double || value instanceof Float) {
            final double number = ((Number) value).doubleValue();
            out.append(Double.isFinite(number) ? String.valueOf(number) : "null");
        } else if (value instanceof Number) {
            out.append(value);
        } else if (value instanceof Map<?, ?> members) {
            appendMembers(out, members, depth);
        } else if (value instanceof Iterable<?> elements) {
            appendElements(out, elements, depth);
        } else {
            appendString(out, value.toString());
        }
    }

    private static void appendMembers(final StringBuilder out, final Map<?, ?> members, final int depth) {
        out.append('{');
        String separator = "";
        for (final Map.Entry<?, ?> member : members.entrySet()) {
            out.append(separator);
            newLine(out, depth + 1);
            appendString(out, member.getKey().toString());
            out.append(": ");
            append(out, member.getValue(), depth + 1);
            separator = ",";
        }
        if (!members.isEmpty()) {
            newLine(out, depth);
        }
        out.append('}');
    }

    private static void appendElements(final StringBuilder out, final Iterable<?> elements, final int depth) {
        out.append('[');
        String separator = "";
        for (final Object element : elements) {
            out.append(separator);
            append(out, element, depth + 1);
            separator = ", ";
        }
        out.append(']');
    }

    private static void newLine(final StringBuilder out, final int depth) {
        out.append('\n').append("  ".repeat(depth));
    }

    private static void appendString(final StringBuilder out, final String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
