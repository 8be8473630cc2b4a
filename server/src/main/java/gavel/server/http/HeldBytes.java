package gavel.server.http;

import io.netty.buffer.ByteBuf;

import java.util.Arrays;

/** What a connection has received and can't read yet. Confined to its loop. Has no memory while it holds nothing. */
public final class HeldBytes {
    private static final int LEAST_BYTES = 1024;

    private byte[] bytes;
    private int length;

    /** Bytes that are held, from index 0. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many. */
    public int length() {
        return length;
    }

    /** Takes all that can be read from a buffer, after what is held. */
    public void append(final ByteBuf buffer) {
        final int more = buffer.readableBytes();
        ensure(length + more);
        buffer.readBytes(bytes, length, more);
        length += more;
    }

    /** Holds these bytes and no others; the array may be its own. */
    public void keep(final byte[] source, final int newLength) {
        if (source != bytes) {
            ensure(newLength);
            System.arraycopy(source, 0, bytes, 0, newLength);
        }
        length = newLength;
    }

    /** Holds nothing any more. */
    public void clear() {
        bytes = null;
        length = 0;
    }

    private void ensure(final int capacity) {
        if (bytes == null) {
            bytes = new byte[Math.max(LEAST_BYTES, Integer.highestOneBit(capacity) << 1)];
        } else if (bytes.length < capacity) {
            bytes = Arrays.copyOf(bytes, Integer.highestOneBit(capacity) << 1);
        }
    }
}
