package gavel.persist.record;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Texts that were read lately, found again by their bytes, so that the name of a buyer is made into a string once and
 * not for each of its bids. Confined to one thread. It never grows: a text takes the place of another whose bytes give
 * the same number, and that one is made again when it comes again.
 */
public final class TextCache {
    /** Fewer are made again more often; more lie in memory, at most 300 bytes each. A power of two. */
    private static final int SLOTS = 4_096;

    private final byte[][] bytesBySlot = new byte[SLOTS][];
    private final String[] textBySlot = new String[SLOTS];

    /** The text of these bytes, which are UTF-8. */
    String text(final DirectBuffer buffer, final int offset, final int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + buffer.getByte(offset + i);
        }
        final int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        if (isSame(bytesBySlot[slot], buffer, offset, length)) {
            return textBySlot[slot];
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        bytesBySlot[slot] = bytes;
        textBySlot[slot] = new String(bytes, StandardCharsets.UTF_8);
        return textBySlot[slot];
    }

    private static boolean isSame(final byte[] bytes, final DirectBuffer buffer, final int offset, final int length) {
        if (bytes == null || bytes.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[i] != buffer.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }
}
