package gavel.perf.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes JSON text as plain maps, lists, strings, numbers and booleans.
 * Stateless between calls, so any thread may use it.
 *
 * <p>Strict (RFC 8259): whatever deviates is a {@link JsonException} that names the place. An object becomes a
 * {@link LinkedHashMap}, an array an {@link ArrayList}; a number keeps its text ({@link JsonNumber}), since money
 * must not pass through a double. A repeated member is an error, not a choice.
 */
public final class Json {
    private static final int MAX_DEPTH = 32;

    private final String text;
    private int at;

    private Json(final String text) {
        this.text = text;
    }

    /** The value that the whole text is. */
    public static Object parse(final String text) {
        final Json json = new Json(text);
        final Object value = json.value(0);
        json.skipSpace();
        if (json.at < text.length()) {
            throw json.wrong("text after the end");
        }
        return value;
    }

    /** The object that the whole text is. */
    public static Map<String, Object> parseObject(final String text) {
        return object(parse(text));
    }

    /** The value as an object; anything else is an error. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(final Object value) {
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw new JsonException("not an object: " + value);
    }

    /** The value as an array; anything else is an error. */
    @SuppressWarnings("unchecked")
    public static List<Object> array(final Object value) {
        if (value instanceof List) {
            return (List<Object>) value;
        }
        throw new JsonException("not an array: " + value);
    }

    /** Text of a value: maps, iterables, numbers, booleans, null, and {@code toString} of everything else. */
    public static String write(final Object value) {
        final StringBuilder out = new StringBuilder();
        JsonText.append(out, value, 0);
        return out.append('\n').toString();
    }

    private Object value(final int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong("nested too deep");
        }
        skipSpace();
        final char first = peek();
        return switch (first) {
            case '{' -> members(depth);
            case '[' -> elements(depth);
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> members(final int depth) {
        final Map<String, Object> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            skipSpace();
            final String name = string();
            skipSpace();
            expect(':');
            final Object value = value(depth + 1);
            if (members.containsKey(name)) {
                throw wrong("member \"" + name + "\" twice");
            }
            members.put(name, value);
            skipSpace();
            if (peek() == '}') {
                at++;
                return members;
            }
            expect(',');
        }
    }

    private List<Object> elements(final int depth) {
        final List<Object> elements = new ArrayList<>();
        at++;
        skipSpace();
        if (peek() == ']') {
            at++;
            return elements;
        }
        while (true) {
            elements.add(value(depth + 1));
            skipSpace();
            if (peek() == ']') {
                at++;
                return elements;
            }
            expect(',');
        }
    }

    private String string() {
        expect('"');
        final int start = at;
        while (peek() != '"' && peek() != '\\') {
            refuseControl();
            at++;
        }
        if (peek() == '"') {
            return text.substring(start, at++);
        }
        final StringBuilder out = new StringBuilder(text.substring(start, at));
        while (peek() != '"') {
            refuseControl();
            final char c = text.charAt(at++);
            out.append(c == '\\' ? escaped() : c);
        }
        at++;
        return out.toString();
    }

    private void refuseControl() {
        if (peek() < ' ') {
            throw wrong("control character in a string");
        }
    }

    private char escaped() {
        final char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    final int digit = Character.digit(peek(), 16);
                    if (digit < 0) {
                        throw wrong("not a hexadecimal digit");
                    }
                    code = code << 4 | digit;
                    at++;
                }
                yield (char) code;
            }
            default -> throw wrong("unknown escape");
        };
    }

    private JsonNumber number() {
        final int start = at;
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        final int whole = at;
        final int wholeDigits = digits();
        if (wholeDigits > 1 && text.charAt(whole) == '0') {
            throw wrong("number with a leading zero");
        }
        boolean isGood = wholeDigits > 0;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            isGood &= digits() > 0;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            isGood &= digits() > 0;
        }
        if (!isGood) {
            throw wrong("not a JSON value");
        }
        return new JsonNumber(text.substring(start, at));
    }

    private int digits() {
        final int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }

    private Object word(final String word, final Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong("not a JSON value");
        }
        at += word.length();
        return value;
    }

    private void expect(final char c) {
        if (peek() != c) {
            throw wrong("'" + c + "' expected");
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("ends too early");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private JsonException wrong(final String what) {
        return new JsonException(what + " at character " + at);
    }
}
