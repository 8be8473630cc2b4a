package gavel.persist.hot;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes of a record on their way into or out of a hot map. Mutable and reused; confined to the thread of its map.
 */
final class HotValue {
    private DirectBuffer source;
    private int offset;
    private int length;
    private ByteBuffer ownBytes;
    private UnsafeBuffer own;

    HotValue wrap(final DirectBuffer newSource, final int newOffset, final int newLength) {
        source = newSource;
        offset = newOffset;
        length = newLength;
        return this;
    }

    /** Makes room for a copy, which begins at index 0. */
    UnsafeBuffer copyOf(final int newLength) {
        if (own == null || own.capacity() < newLength) {
            ownBytes = ByteBuffer.allocateDirect(Math.max(4096, newLength)).order(ByteOrder.LITTLE_ENDIAN);
            own = new UnsafeBuffer(ownBytes);
        }
        source = own;
        offset = 0;
        length = newLength;
        return own;
    }

    DirectBuffer buffer() {
        return source;
    }

    /** The same memory as {@link #buffer()}, after {@link #copyOf}. */
    ByteBuffer bytes() {
        return ownBytes;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }
}
