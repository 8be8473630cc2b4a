package gavel.server.http;


/**
 * Reads application/x-www-form-urlencoded and queries, a pair at a time, and decodes them into an array of the caller.
 * Belongs to one loop; makes no objects.
 */
public final class FormScanner {
    private byte[] source;
    private int from;
    private int position;
    private int limit;
    private byte[] target;
    private int nameLength;
    private int valueOffset;
    private int valueLength;
    private boolean malformed;

    /**
     * Starts at the beginning of a form.
     *
     * @param decoded receives name and value of the current pair; with room for {@code length} bytes.
     */
    public void wrap(final byte[] form, final int offset, final int length, final byte[] decoded) {
        source = form;
        from = offset;
        limit = offset + length;
        target = decoded;
        again();
    }

    /** Starts at the same beginning again. */
    public void again() {
        position = from;
        malformed = false;
    }

    /** Goes to the next pair; false at the end, or where the form is malformed. */
    public boolean next() {
        while (position < limit && source[position] == '&') {
            position++;
        }
        if (position >= limit || malformed) {
            return false;
        }
        nameLength = decode(0, true);
        valueOffset = nameLength;
        valueLength = 0;
        if (!malformed && position < limit && source[position] == '=') {
            position++;
            valueLength = decode(valueOffset, false) - valueOffset;
        }
        return !malformed;
    }

    /** Whether a per cent sign was not followed by two hexadecimal digits. */
    public boolean isMalformed() {
        return malformed;
    }

    /** Where the name stands in the decoded array. */
    public int nameOffset() {
        return 0;
    }

    public int nameLength() {
        return nameLength;
    }

    /** Where the value stands in the decoded array. */
    public int valueOffset() {
        return valueOffset;
    }

    public int valueLength() {
        return valueLength;
    }

    private int decode(final int offset, final boolean name) {
        int out = offset;
        while (position < limit && source[position] != '&' && !(name && source[position] == '=')) {
            byte character = source[position++];
            if (character == '+') {
                character = ' ';
            } else if (character == '%') {
                final int high = position < limit ? Bytes.hex(source[position]) : -1;
                final int low = position + 1 < limit ? Bytes.hex(source[position + 1]) : -1;
                if (high < 0 || low < 0) {
                    malformed = true;
                    return out;
                }
                character = (byte) (high << 4 | low);
                position += 2;
            }
            target[out++] = character;
        }
        return out;
    }
}
