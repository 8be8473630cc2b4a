package gavel.persist.journal;

/**
 * Where one record stands, in a long: segment number in the upper half, offset in the file divided by eight in the
 * lower. Later records have greater locations; 0 is none. Stateless; any thread.
 */
public final class Locations {
    /** No segment may be larger, or an offset would not fit. */
    public static final long SEGMENT_MAX_BYTES = 1L << 34;

    private Locations() {
    }

    /** Packs. */
    public static long location(final int segment, final long offset) {
        return (long) segment << 32 | offset >>> 3;
    }

    /** Number of the segment, from 1. */
    public static int segment(final long location) {
        return (int) (location >>> 32);
    }

    /** Offset of the record in its file. */
    public static long offset(final long location) {
        return (location & 0xffff_ffffL) << 3;
    }
}
