package gavel.server.json;

import gavel.config.field.Utf8;

/**
 * Reads JSON (RFC 8259) a token at a time from a byte array, in place. Belongs to one loop; makes no objects and throws
 * no exceptions: what is not JSON is the token {@link #ERROR}, and so is nesting beyond {@link #DEPTH_MAX}.
 */
public final class JsonScanner {
    /** Not JSON from here on; stays so. */
    public static final int ERROR = 0;
    /** The one value is over, and nothing follows. */
    public static final int END = 1;
    /** An object begins. */
    public static final int OBJECT = 2;
    /** An object ends. */
    public static final int OBJECT_END = 3;
    /** An array begins. */
    public static final int ARRAY = 4;
    /** An array ends. */
    public static final int ARRAY_END = 5;
    /** Name of a member; its value is next. */
    public static final int NAME = 6;
    /** A text. */
    public static final int STRING = 7;
    /** A number. */
    public static final int NUMBER = 8;
    /** The word true. */
    public static final int TRUE = 9;
    /** The word false. */
    public static final int FALSE = 10;
    /** The word null. */
    public static final int NULL = 11;

    /** Objects and arrays within each other at most. */
    public static final int DEPTH_MAX = 32;
    /** {@link #unescape} met half a surrogate pair. */
    public static final int BROKEN_TEXT = -1;

    private static final byte[] WORD_TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] WORD_FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] WORD_NULL = {'n', 'u', 'l', 'l'};

    private byte[] bytes;
    private int position;
    private int limit;
    private int start;
    private int end;
    private boolean escaped;
    private int depth;
    private int objects;
    private boolean needsComma;
    private boolean afterName;
    private boolean failed;

    /** Starts at the beginning of a text. */
    public void wrap(final byte[] source, final int offset, final int length) {
        bytes = source;
        position = offset;
        limit = offset + length;
        start = offset;
        end = offset;
        depth = 0;
        objects = 0;
        needsComma = false;
        afterName = false;
        failed = false;
    }

    /** The next token. */
    public int next() {
        if (failed) {
            return ERROR;
        }
        blank();
        if (position == limit) {
            return depth == 0 && needsComma ? END : fail();
        }
        final byte first = bytes[position];
        if (first == '}' || first == ']') {
            return close(first);
        }
        if (depth == 0 && needsComma) {
            return fail();
        }
        if (needsComma && !comma()) {
            return fail();
        }
        if (isInObject() && !afterName) {
            return name();
        }
        afterName = false;
        return value();
    }

    /** Goes past the value that comes next, whatever it holds; returns false when it is not JSON. */
    public boolean skip() {
        final int from = depth;
        int token = next();
        while (depth > from && token != ERROR) {
            token = next();
        }
        return token != ERROR && token != END;
    }

    /** Goes past the rest of the object or array whose beginning was the last token. */
    public boolean leave() {
        final int outside = depth - 1;
        int token = ARRAY;
        while (depth > outside && token != ERROR) {
            token = next();
        }
        return token != ERROR;
    }

    /** Where the text of the last NAME, STRING or NUMBER begins, without quotes. */
    public int start() {
        return start;
    }

    /** Its length in bytes, as it stands. */
    public int length() {
        return end - start;
    }

    /** Whether it must be unescaped before it is used. */
    public boolean isEscaped() {
        return escaped;
    }

    /** How far it has been read: where an error is. */
    public int position() {
        return position;
    }

    /** Whether the last name or text, unescaped or not, is these bytes; an escaped one never is. */
    public boolean is(final byte[] text) {
        if (escaped || end - start != text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes[start + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes the last text without its escapes, as UTF-8.
     *
     * @param target with room for {@link #length()} bytes; never more are needed.
     * @return bytes written, or BROKEN_TEXT.
     */
    public int unescape(final byte[] target, final int offset) {
        int out = offset;
        for (int i = start; i < end; i++) {
            if (bytes[i] != '\\') {
                target[out++] = bytes[i];
                continue;
            }
            final byte kind = bytes[++i];
            if (kind != 'u') {
                target[out++] = plain(kind);
                continue;
            }
            int point = hex(i + 1);
            i += 4;
            if (point >= 0xD800 && point <= 0xDFFF) {
                final boolean paired = end - i > 6 && bytes[i + 1] == '\\' && bytes[i + 2] == 'u';
                final int low = paired ? hex(i + 3) : -1;
                if (point > 0xDBFF || low < 0xDC00 || low > 0xDFFF) {
                    return BROKEN_TEXT;
                }
                point = 0x10000 + (point - 0xD800 << 10) + (low - 0xDC00);
                i += 6;
            }
            out = Utf8.put(target, out, point);
        }
        return out - offset;
    }

    private int close(final byte bracket) {
        final boolean object = bracket == '}';
        if (depth == 0 || afterName || isInObject() != object) {
            return fail();
        }
        position++;
        depth--;
        needsComma = true;
        return object ? OBJECT_END : ARRAY_END;
    }

    private boolean comma() {
        if (bytes[position] != ',') {
            return false;
        }
        position++;
        blank();
        needsComma = false;
        return position < limit && bytes[position] != '}' && bytes[position] != ']';
    }

    private int name() {
        if (bytes[position] != '"' || !text()) {
            return fail();
        }
        final int nameStart = start;
        final int nameEnd = end;
        blank();
        if (position == limit || bytes[position] != ':') {
            return fail();
        }
        position++;
        start = nameStart;
        end = nameEnd;
        afterName = true;
        needsComma = false;
        return NAME;
    }

    private int value() {
        needsComma = true;
        switch (bytes[position]) {
            case '{':
                return open(true);
            case '[':
                return open(false);
            case '"':
                return text() ? STRING : fail();
            case 't':
                return word(WORD_TRUE, TRUE);
            case 'f':
                return word(WORD_FALSE, FALSE);
            case 'n':
                return word(WORD_NULL, NULL);
            default:
                return number() ? NUMBER : fail();
        }
    }

    private int open(final boolean object) {
        if (depth == DEPTH_MAX) {
            return fail();
        }
        objects = object ? objects | 1 << depth : objects & ~(1 << depth);
        depth++;
        position++;
        needsComma = false;
        return object ? OBJECT : ARRAY;
    }

    private boolean text() {
        escaped = false;
        start = ++position;
        while (position < limit) {
            final byte character = bytes[position];
            if (character == '"') {
                end = position++;
                return true;
            }
            if (character >= 0 && character < ' ') {
                return false;
            }
            if (character == '\\') {
                escaped = true;
                position++;
                if (position == limit || !isEscape()) {
                    return false;
                }
            }
            position++;
        }
        return false;
    }

    private boolean isEscape() {
        final byte kind = bytes[position];
        if (kind != 'u') {
            return plain(kind) != 0;
        }
        if (limit - position < 5 || hex(position + 1) < 0) {
            return false;
        }
        position += 4;
        return true;
    }

    private boolean number() {
        start = position;
        escaped = false;
        if (position < limit && bytes[position] == '-') {
            position++;
        }
        final int whole = position;
        if (!digits() || bytes[whole] == '0' && position - whole > 1) {
            return false;
        }
        if (position < limit && bytes[position] == '.') {
            position++;
            if (!digits()) {
                return false;
            }
        }
        if (position < limit && (bytes[position] == 'e' || bytes[position] == 'E')) {
            position++;
            if (position < limit && (bytes[position] == '+' || bytes[position] == '-')) {
                position++;
            }
            if (!digits()) {
                return false;
            }
        }
        end = position;
        return true;
    }

    private boolean digits() {
        final int from = position;
        while (position < limit && bytes[position] >= '0' && bytes[position] <= '9') {
            position++;
        }
        return position > from;
    }

    private int word(final byte[] word, final int token) {
        if (limit - position < word.length) {
            return fail();
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[position + i] != word[i]) {
                return fail();
            }
        }
        start = position;
        position += word.length;
        end = position;
        escaped = false;
        return token;
    }

    private boolean isInObject() {
        return depth > 0 && (objects & 1 << depth - 1) != 0;
    }

    private void blank() {
        while (position < limit) {
            final byte character = bytes[position];
            if (character != ' ' && character != '\n' && character != '\r' && character != '\t') {
                return;
            }
            position++;
        }
    }

    private int fail() {
        failed = true;
        return ERROR;
    }

    private int hex(final int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            final int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static byte plain(final byte kind) {
        switch (kind) {
            case '"':
            case '\\':
            case '/':
                return kind;
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
            default:
                return 0;
        }
    }
}
