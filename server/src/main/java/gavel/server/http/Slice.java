package gavel.server.http;

/** A run of bytes in an array that its owner knows. Belongs to whoever owns it; one thread. */
public final class Slice {
    private int offset;
    private int length;

    /** Points at a run. */
    public void set(final int newOffset, final int newLength) {
        offset = newOffset;
        length = newLength;
    }

    /** Points at nothing. */
    public void clear() {
        set(0, 0);
    }

    /** Index of the first byte. */
    public int offset() {
        return offset;
    }

    /** Bytes in the run; 0 when it is absent, or empty. */
    public int length() {
        return length;
    }

    /** Whether there is such a run, if only an empty one: no run begins at index 0. */
    public boolean isPresent() {
        return offset > 0;
    }

    /** Index after the last byte. */
    public int end() {
        return offset + length;
    }
}
