package gavel.persist.hot;

import gavel.persist.DataDirectory;

/**
 * Size of a hot map, fixed when its file is created, and part of the file's name. Immutable; any thread.
 *
 * <p>A map is one segment of chunks. A record that fits into one chunk always has room while there are credits, since
 * no hole is smaller than a chunk. A longer one takes several chunks in a row, all but the first from a reserve.
 *
 * @param name           which map.
 * @param entries        records at once.
 * @param chunkBytes     room of a usual record with its key. Larger: memory and cache are wasted. Smaller: the reserve
 *                       is used up sooner, and leads are refused.
 * @param recordMaxBytes no longer record can be inserted.
 */
public record HotShape(String name, int entries, int chunkBytes, int recordMaxBytes) {
    /** Key, size of the value, checksum and alignment of an entry. */
    static final int ENTRY_OVERHEAD_BYTES = 40;
    private static final int RESERVE_PARTS = 4;

    /** Chunks of which an entry of this length needs more than its own. */
    public int extraChunks(final int recordBytes) {
        return (recordBytes + ENTRY_OVERHEAD_BYTES - 1) / chunkBytes;
    }

    /** Chunks that longer records may take beyond their own: a quarter of all, and at least eight of the longest. */
    public int reserveChunks() {
        return Math.max(entries / RESERVE_PARTS, 8 * (extraChunks(recordMaxBytes) + 1));
    }

    /** Chunks of the whole map. */
    long chunks() {
        return (long) entries + reserveChunks();
    }

    /** Name of its file: a map of another size is another file. */
    public String fileName() {
        return name + "-" + entries + "x" + chunkBytes + "-" + recordMaxBytes + DataDirectory.HOT_SUFFIX;
    }
}
