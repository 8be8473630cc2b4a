package gavel.config.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whether a text is one JSON value by RFC 8259. One thread; used once. */
final class JsonText {
    private static final int DEPTH_MAX = 64;
    private static final Pattern WORD =
            Pattern.compile("true|false|null|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4})");

    private final String text;
    private int at;

    JsonText(final String text) {
        this.text = text;
    }

    /** Where it stops being JSON, or -1 when it doesn't. */
    int fault() {
        return value(0) && space() == text.length() ? -1 : at;
    }

    private boolean value(final int depth) {
        if (space() == text.length() || depth > DEPTH_MAX) {
            return false;
        }
        switch (text.charAt(at)) {
            case '{':
                return members('}', depth);
            case '[':
                return members(']', depth);
            case '"':
                return string();
            default:
                return token(WORD);
        }
    }

    private boolean members(final char close, final int depth) {
        at++;
        if (is(close)) {
            return true;
        }
        do {
            space();
            if (close == '}' && !(string() && is(':'))) {
                return false;
            }
            if (!value(depth + 1)) {
                return false;
            }
        } while (is(','));
        return is(close);
    }

    /** Steps over a character when it is the next one. */
    private boolean is(final char c) {
        if (space() < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private boolean string() {
        if (!is('"')) {
            return false;
        }
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                if (!token(ESCAPE)) {
                    return false;
                }
            } else if (text.charAt(at++) < ' ') {
                return false;
            }
        }
        if (at == text.length()) {
            return false;
        }
        at++;
        return true;
    }

    private boolean token(final Pattern pattern) {
        final Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (matcher.lookingAt()) {
            at = matcher.end();
            return true;
        }
        return false;
    }

    private int space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
