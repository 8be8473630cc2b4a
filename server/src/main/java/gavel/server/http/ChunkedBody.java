package gavel.server.http;

/**
 * Takes the chunks of a body out of their frames, in place and a piece at a time. Belongs to one connection; confined
 * to its loop. Chunk extensions and trailers are refused: nobody here needs them, and they have hidden requests before.
 */
public final class ChunkedBody {
    /** More bytes are needed. */
    public static final int INCOMPLETE = -1;
    /** Not well-formed. */
    public static final int MALFORMED = -2;
    /** Over the limit. */
    public static final int TOO_LARGE = -3;
    private static final int SIZE_DIGITS_MAX = 8;

    private int read;
    private int written;
    private int remaining;
    private boolean last;

    /** Starts a body whose first byte stands at {@code offset}. */
    public void begin(final int offset) {
        read = offset;
        written = offset;
        remaining = 0;
        last = false;
    }

    /** Index after the last byte of the frames, once the body is whole. */
    public int end() {
        return read;
    }

    /**
     * What {@link #advance} would return for a body that begins at {@code bodyOffset}; leaves its bytes as they are.
     */
    public int measure(final byte[] bytes, final int bodyOffset, final int limit, final int contentMax) {
        begin(bodyOffset);
        return advance(bytes, bodyOffset, limit, contentMax, false);
    }

    /**
     * Goes on with what has arrived up to {@code limit}; the content is moved together at the body's first byte.
     *
     * @return length of the content when the body is whole, else one of the constants.
     */
    public int advance(final byte[] bytes, final int bodyOffset, final int limit, final int contentMax) {
        return advance(bytes, bodyOffset, limit, contentMax, true);
    }

    private int advance(final byte[] bytes, final int bodyOffset, final int limit, final int contentMax,
                        final boolean moves) {
        while (true) {
            if (remaining > 0) {
                final int available = Math.min(remaining, limit - read);
                if (moves) {
                    System.arraycopy(bytes, read, bytes, written, available);
                }
                read += available;
                written += available;
                remaining -= available;
                if (remaining > 0) {
                    return INCOMPLETE;
                }
            }
            final int status = frame(bytes, bodyOffset, limit, contentMax);
            if (status != 0) {
                return status;
            }
            if (last) {
                return written - bodyOffset;
            }
        }
    }

    private int frame(final byte[] bytes, final int bodyOffset, final int limit, final int contentMax) {
        int position = read;
        if (written > bodyOffset) {
            if (limit - position < 2) {
                return INCOMPLETE;
            }
            if (bytes[position] != '\r' || bytes[position + 1] != '\n') {
                return MALFORMED;
            }
            position += 2;
        }
        int size = 0;
        int digits = 0;
        while (position < limit && bytes[position] != '\r') {
            final int digit = Bytes.hex(bytes[position++]);
            if (digit < 0 || ++digits > SIZE_DIGITS_MAX - 1) {
                return MALFORMED;
            }
            size = size << 4 | digit;
        }
        final int needed = size == 0 ? 4 : 2;
        if (limit - position < needed) {
            return INCOMPLETE;
        }
        if (digits == 0 || bytes[position + 1] != '\n') {
            return MALFORMED;
        }
        if (size == 0 && (bytes[position + 2] != '\r' || bytes[position + 3] != '\n')) {
            return MALFORMED;
        }
        if (size > contentMax - (written - bodyOffset)) {
            return TOO_LARGE;
        }
        read = position + needed;
        remaining = size;
        last = size == 0;
        return 0;
    }
}
