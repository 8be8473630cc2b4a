package gavel.server.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 8259 the simple way: recursion and regular expressions. One thread. */
final class NaiveJson {
    private static final Pattern BLANK = Pattern.compile("[ \\t\\r\\n]*");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern WORD = Pattern.compile("true|false|null");
    private static final Pattern TEXT = Pattern.compile(
            "\"((?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4})*+)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)");

    private final List<String> events = new ArrayList<>();
    private final String text;
    private int at;

    NaiveJson(final byte[] source) {
        text = new String(source, StandardCharsets.UTF_8);
    }

    /** What is in it, or null when it is not JSON. */
    List<String> events() {
        return value(0) && at == text.length() ? events : null;
    }

    private boolean value(final int depth) {
        take(BLANK);
        final boolean good = at < text.length() && (text.charAt(at) == '{' ? object(depth + 1)
                : text.charAt(at) == '[' ? array(depth + 1) : plain());
        take(BLANK);
        return good;
    }

    private boolean plain() {
        if (text.charAt(at) == '"') {
            return string("text ");
        }
        final int from = at;
        if (!take(WORD) && !take(NUMBER)) {
            return false;
        }
        events.add(text.substring(from, at));
        return true;
    }

    private boolean object(final int depth) {
        events.add("{");
        at++;
        take(BLANK);
        boolean more = depth <= JsonScanner.DEPTH_MAX && !is('}');
        while (more) {
            take(BLANK);
            if (!string("name ")) {
                return false;
            }
            take(BLANK);
            if (!is(':')) {
                return false;
            }
            at++;
            if (!value(depth)) {
                return false;
            }
            more = is(',');
            at += more ? 1 : 0;
        }
        return end('}', depth);
    }

    private boolean array(final int depth) {
        events.add("[");
        at++;
        take(BLANK);
        boolean more = depth <= JsonScanner.DEPTH_MAX && !is(']');
        while (more) {
            if (!value(depth)) {
                return false;
            }
            more = is(',');
            at += more ? 1 : 0;
        }
        return end(']', depth);
    }

    private boolean end(final char bracket, final int depth) {
        if (!is(bracket) || depth > JsonScanner.DEPTH_MAX) {
            return false;
        }
        at++;
        events.add(String.valueOf(bracket));
        return true;
    }

    private boolean string(final String prefix) {
        final Matcher matcher = TEXT.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        at = matcher.end();
        final String unescaped = ESCAPE.matcher(matcher.group(1)).replaceAll(escape -> {
            final String hex = escape.group(2);
            final String plain = hex != null ? String.valueOf((char) Integer.parseInt(hex, 16))
                    : "\b\f\n\r\t\"\\/".substring("bfnrt\"\\/".indexOf(escape.group(1)),
                            "bfnrt\"\\/".indexOf(escape.group(1)) + 1);
            return Matcher.quoteReplacement(plain);
        });
        final boolean broken = unescaped.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF);
        events.add(prefix + (broken ? "broken" : unescaped));
        return true;
    }

    private boolean is(final char wanted) {
        return at < text.length() && text.charAt(at) == wanted;
    }

    private boolean take(final Pattern pattern) {
        final Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        at = matcher.end();
        return true;
    }
}
