package gavel.server.lead;

import gavel.server.catalog.Hash64;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A short text as bytes, reused from lead to lead. Belongs to its owner; confined to one loop. */
public final class Text {
    private final byte[] bytes;
    private int length;

    /** A text of at most {@code maxBytes}. */
    public Text(final int maxBytes) {
        this.bytes = new byte[maxBytes];
    }

    /** Takes a copy; false, and unchanged, when it is too long. */
    public boolean set(final byte[] source, final int offset, final int newLength) {
        if (newLength > bytes.length) {
            return false;
        }
        System.arraycopy(source, offset, bytes, 0, newLength);
        if (newLength < length) {
            Arrays.fill(bytes, newLength, length, (byte) 0);
        }
        length = newLength;
        return true;
    }

    /** Makes it as long as what was just written into {@link #bytes()}. */
    public void length(final int newLength) {
        length = newLength;
    }

    /** Makes it empty, and overwrites it. */
    public void clear() {
        Arrays.fill(bytes, 0, length, (byte) 0);
        length = 0;
    }

    /** Its bytes, from index 0. */
    public byte[] bytes() {
        return bytes;
    }

    /** Number of bytes. */
    public int length() {
        return length;
    }

    /** Its hash, the same on every run. */
    public long hash() {
        return Hash64.of(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
