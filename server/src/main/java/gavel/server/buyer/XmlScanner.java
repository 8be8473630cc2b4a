package gavel.server.buyer;

import gavel.config.field.Utf8;
import gavel.server.http.Bytes;

/**
 * Finds the texts of elements in a small XML answer. Belongs to one loop. Reads elements, texts, CDATA, comments, the
 * five named entities and numeric character references; a document type is refused, because nothing good comes of one
 * from a stranger. Attributes are passed over, and so are the addresses of name spaces: a prefix counts as it stands,
 * and only for a path that names one.
 */
final class XmlScanner {
    private static final int DEPTH_MAX = 32;
    private static final byte[] CDATA = Bytes.ascii("<![CDATA[");
    private static final byte[] CDATA_END = Bytes.ascii("]]>");
    private static final byte[] COMMENT = Bytes.ascii("<!--");
    private static final byte[] COMMENT_END = Bytes.ascii("-->");
    private static final byte[] INSTRUCTION_END = Bytes.ascii("?>");
    private static final String[] ENTITIES = {"lt", "gt", "amp", "quot", "apos"};
    private static final String ENTITY_CHARACTERS = "<>&\"'";

    private final int[] nameFrom = new int[DEPTH_MAX];
    private final int[] localFrom = new int[DEPTH_MAX];
    private final int[] nameTo = new int[DEPTH_MAX];
    private byte[] bytes;
    private int position;
    private int limit;
    private int depth;
    private int parents;
    private boolean rooted;
    private byte[] text;
    private int textFrom;
    private int textTo;

    /**
     * Reads a document.
     *
     * @param paths by slot: names of elements from the root's children down; the root itself may be named first.
     * @param decoded receives the texts.
     * @return whether it is well-formed.
     */
    boolean read(final byte[] body, final int offset, final int length, final byte[][][] paths,
                 final BuyerAnswer answer, final byte[] decoded) {
        bytes = body;
        position = offset;
        limit = offset + length;
        depth = 0;
        parents = 0;
        text = decoded;
        textFrom = 0;
        textTo = 0;
        rooted = false;
        while (position < limit) {
            if (bytes[position] != '<') {
                if (!characters()) {
                    return false;
                }
            } else if (startsWith(CDATA)) {
                if (!cdata()) {
                    return false;
                }
            } else if (startsWith(COMMENT)) {
                if (!pass(COMMENT_END)) {
                    return false;
                }
            } else if (position + 1 < limit && bytes[position + 1] == '?') {
                if (!pass(INSTRUCTION_END)) {
                    return false;
                }
            } else if (!tag(paths, answer)) {
                return false;
            }
        }
        return rooted && depth == 0;
    }

    private boolean tag(final byte[][][] paths, final BuyerAnswer answer) {
        final int end = tagEnd();
        if (end < 0 || position + 1 == end) {
            return false;
        }
        final boolean closes = bytes[position + 1] == '/';
        final boolean empty = !closes && bytes[end - 1] == '/';
        final int from = position + (closes ? 2 : 1);
        int to = from;
        while (to < end && (bytes[to] < 0 || bytes[to] > ' ') && bytes[to] != '/') {
            to++;
        }
        final int colon = Bytes.indexOf(bytes, from, to, (byte) ':');
        if (to == from || bytes[position + 1] == '!' || colon == from || colon == to - 1
                || colon >= 0 && Bytes.indexOf(bytes, colon + 1, to, (byte) ':') >= 0) {
            return false;
        }
        position = end + 1;
        if (closes) {
            return close(from, to, paths, answer);
        }
        if (depth == DEPTH_MAX || depth == 0 && rooted) {
            return false;
        }
        rooted = true;
        nameFrom[depth] = from;
        localFrom[depth] = Math.max(from, colon + 1);
        nameTo[depth] = to;
        parents = depth == 0 ? 0 : (parents | 1 << depth - 1) & ~(1 << depth);
        depth++;
        textFrom = textTo;
        return !empty || close(from, to, paths, answer);
    }

    private boolean close(final int from, final int to, final byte[][][] paths, final BuyerAnswer answer) {
        if (depth == 0) {
            return false;
        }
        final int open = depth - 1;
        if (to - from != nameTo[open] - nameFrom[open]) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (bytes[from + i] != bytes[nameFrom[open] + i]) {
                return false;
            }
        }
        for (int slot = 0; slot < paths.length; slot++) {
            if ((isAt(paths[slot], 0) || isAt(paths[slot], 1)) && !found(slot, answer)) {
                return false;
            }
        }
        depth--;
        textFrom = textTo;
        return true;
    }

    /** An element with elements in it is no text; the root has some nearly always, and then nobody means it. */
    private boolean found(final int slot, final BuyerAnswer answer) {
        final boolean empty = textTo == textFrom;
        if ((parents & 1 << depth - 1) != 0) {
            return depth == 1 && empty || answer.setNoValue(slot, true);
        }
        return empty || answer.setOnce(slot, text, textFrom, textTo - textFrom);
    }

    /**
     * Whether the open elements, without the first {@code skipped}, are the path: a name in it is an element's whole
     * name, with its prefix, or what is behind the prefix.
     */
    private boolean isAt(final byte[][] path, final int skipped) {
        if (path.length == 0 || path.length != depth - skipped) {
            return false;
        }
        for (int i = 0; i < path.length; i++) {
            final int level = i + skipped;
            if (!Bytes.equal(bytes, nameFrom[level], nameTo[level] - nameFrom[level], path[i])
                    && !Bytes.equal(bytes, localFrom[level], nameTo[level] - localFrom[level], path[i])) {
                return false;
            }
        }
        return true;
    }

    private int tagEnd() {
        byte quote = 0;
        for (int i = position + 1; i < limit; i++) {
            final byte character = bytes[i];
            if (quote != 0) {
                quote = character == quote ? 0 : quote;
            } else if (character == '"' || character == '\'') {
                quote = character;
            } else if (character == '>') {
                return i;
            } else if (character == '<') {
                return -1;
            }
        }
        return -1;
    }

    private boolean characters() {
        while (position < limit && bytes[position] != '<') {
            final byte character = bytes[position];
            if (character == '&') {
                if (depth == 0 || !reference()) {
                    return false;
                }
            } else {
                if (!isBlank(character) || textTo > textFrom && position + 1 < limit && !isBlank(bytes[position + 1])
                        && bytes[position + 1] != '<') {
                    if (depth == 0) {
                        return false;
                    }
                    text[textTo++] = character;
                }
                position++;
            }
        }
        return true;
    }

    private static boolean isBlank(final byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }

    private boolean reference() {
        return position + 1 < limit && bytes[position + 1] == '#' ? character() : entity();
    }

    private boolean character() {
        final boolean hex = position + 2 < limit && bytes[position + 2] == 'x';
        final int from = position + (hex ? 3 : 2);
        int at = from;
        int point = 0;
        while (at < limit && bytes[at] != ';') {
            final int digit = Bytes.hex(bytes[at++]);
            if (digit < 0 || !hex && digit > 9 || point > Character.MAX_CODE_POINT) {
                return false;
            }
            point = point * (hex ? 16 : 10) + digit;
        }
        if (at >= limit || at == from || !isCharacter(point)) {
            return false;
        }
        textTo = Utf8.put(text, textTo, point);
        position = at + 1;
        return true;
    }

    /** By the production {@code Char} of XML 1.0. */
    private static boolean isCharacter(final int point) {
        return point >= ' ' ? point <= 0xD7FF || point >= 0xE000 && point <= 0xFFFD
                || point >= 0x10000 && point <= Character.MAX_CODE_POINT
                : point == '\t' || point == '\n' || point == '\r';
    }

    private boolean entity() {
        for (int i = 0; i < ENTITIES.length; i++) {
            final byte[] name = Bytes.ascii("&" + ENTITIES[i] + ";");
            if (startsWith(name)) {
                text[textTo++] = (byte) ENTITY_CHARACTERS.charAt(i);
                position += name.length;
                return true;
            }
        }
        return false;
    }

    private boolean cdata() {
        position += CDATA.length;
        while (position < limit && !startsWith(CDATA_END)) {
            text[textTo++] = bytes[position++];
        }
        position += CDATA_END.length;
        return position <= limit && depth > 0;
    }

    private boolean pass(final byte[] ending) {
        while (position < limit && !startsWith(ending)) {
            position++;
        }
        position += ending.length;
        return position <= limit;
    }

    private boolean startsWith(final byte[] expected) {
        return limit - position >= expected.length && Bytes.equal(bytes, position, expected.length, expected);
    }
}
