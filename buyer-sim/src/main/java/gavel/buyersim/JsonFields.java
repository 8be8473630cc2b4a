package gavel.buyersim;

/**
 * Reads a few members out of a JSON document and checks the rest of it on the way. Confined to one parse; a document
 * that isn't JSON is an {@link IllegalArgumentException}.
 *
 * <p>Written here and not shared with the server, so that both can't misread the same thing in the same way.
 */
final class JsonFields {
    private static final int MAX_DEPTH = 64;
    private final String json;
    private final String[][] paths;
    private final String[] values;
    private int at;

    private JsonFields(final String json, final String[][] paths) {
        this.json = json;
        this.paths = paths;
        this.values = new String[paths.length];
    }

    /**
     * The scalars at {@code paths}, in their order: strings unescaped, numbers and words as they stand there, null
     * for what is absent, null, or not a scalar.
     */
    static String[] read(final String json, final String[]... paths) {
        JsonFields reader = new JsonFields(json, paths);
        reader.space();
        if (reader.peek() != '{') {
            throw new IllegalArgumentException("expected a JSON object");
        }
        reader.object(0, (1 << paths.length) - 1);
        reader.space();
        if (reader.at != json.length()) {
            throw reader.wrong("the end");
        }
        return reader.values;
    }

    private void object(final int depth, final int alive) {
        enter(depth);
        space();
        if (peek() == '}') {
            at++;
            return;
        }
        while (true) {
            space();
            String key = string();
            space();
            expect(':');
            space();
            member(depth, matching(key, depth, alive));
            space();
            if (peek() == '}') {
                at++;
                return;
            }
            expect(',');
        }
    }

    private void member(final int depth, final int alive) {
        String scalar = value(depth, alive);
        for (int i = 0; i < paths.length; i++) {
            if ((alive & 1 << i) != 0 && paths[i].length == depth + 1) {
                values[i] = scalar;
            }
        }
    }

    private int matching(final String key, final int depth, final int alive) {
        int left = 0;
        for (int i = 0; i < paths.length; i++) {
            if ((alive & 1 << i) != 0 && paths[i].length > depth && paths[i][depth].equals(key)) {
                left |= 1 << i;
            }
        }
        return left;
    }

    private String value(final int depth, final int alive) {
        switch (peek()) {
            case '{':
                object(depth + 1, alive);
                return null;
            case '[':
                array(depth + 1);
                return null;
            case '"':
                return string();
            case 't':
                return word("true");
            case 'f':
                return word("false");
            case 'n':
                word("null");
                return null;
            default:
                return number();
        }
    }

    private void array(final int depth) {
        enter(depth);
        space();
        if (peek() == ']') {
            at++;
            return;
        }
        while (true) {
            space();
            value(depth, 0);
            space();
            if (peek() == ']') {
                at++;
                return;
            }
            expect(',');
        }
    }

    private void enter(final int depth) {
        if (depth >= MAX_DEPTH) {
            throw new IllegalArgumentException("more than " + MAX_DEPTH + " levels deep");
        }
        at++;
    }

    private String string() {
        expect('"');
        int start = at;
        while (peek() != '"' && peek() != '\\') {
            character();
        }
        if (peek() == '"') {
            return json.substring(start, at++);
        }
        StringBuilder text = new StringBuilder(json.substring(start, at));
        while (peek() != '"') {
            char c = character();
            text.append(c == '\\' ? escaped() : c);
        }
        at++;
        return text.toString();
    }

    private char character() {
        char c = peek();
        if (c < ' ') {
            throw wrong("no control character");
        }
        at++;
        return c;
    }

    private char escaped() {
        char c = character();
        switch (c) {
            case '"', '\\', '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(character(), 16);
                    if (digit < 0) {
                        throw wrong("four hexadecimal digits");
                    }
                    code = code << 4 | digit;
                }
                return (char) code;
            default:
                throw wrong("an escape");
        }
    }

    private String number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (at < json.length() && json.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < json.length() && (json.charAt(at) == 'e' || json.charAt(at) == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return json.substring(start, at);
    }

    private void digits() {
        int start = at;
        while (at < json.length() && json.charAt(at) >= '0' && json.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong("a value");
        }
    }

    private String word(final String word) {
        if (!json.startsWith(word, at)) {
            throw wrong(word);
        }
        at += word.length();
        return word;
    }

    private void space() {
        while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(final char c) {
        if (peek() != c) {
            throw wrong("'" + c + "'");
        }
        at++;
    }

    private char peek() {
        if (at >= json.length()) {
            throw new IllegalArgumentException("the JSON ends too early");
        }
        return json.charAt(at);
    }

    private IllegalArgumentException wrong(final String expected) {
        return new IllegalArgumentException("not JSON: expected " + expected + " at character " + (at + 1));
    }
}
