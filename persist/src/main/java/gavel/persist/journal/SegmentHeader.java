package gavel.persist.journal;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of a segment, little-endian. Immutable; any thread.
 *
 * <pre>
 *   0  8 bytes  "GAVELJNL"
 *   8  i32      format version, 1
 *  12  i32      number of the segment, from 1, no gaps
 *  16  i64      sequence of its first record, which its name says too
 *  24  i64      created, milliseconds since 1970
 *  32  i32      node
 *  36  zeros
 *  60  i32      CRC32C of bytes [0, 60)
 * </pre>
 */
record SegmentHeader(int number, long firstSequence, long createdEpochMs, int node) {
    static final int LENGTH = 64;
    static final int FORMAT_VERSION = 1;
    private static final long MAGIC = 0x4c4e_4a4c_4556_4147L;
    private static final int VERSION_OFFSET = 8;
    private static final int NUMBER_OFFSET = 12;
    private static final int FIRST_SEQUENCE_OFFSET = 16;
    private static final int CREATED_OFFSET = 24;
    private static final int NODE_OFFSET = 32;
    private static final int CRC_OFFSET = 60;

    void write(final MutableDirectBuffer buffer) {
        buffer.setMemory(0, LENGTH, (byte) 0);
        buffer.putLong(0, MAGIC, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(VERSION_OFFSET, FORMAT_VERSION, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(NUMBER_OFFSET, number, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(FIRST_SEQUENCE_OFFSET, firstSequence, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(CREATED_OFFSET, createdEpochMs, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(NODE_OFFSET, node, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(CRC_OFFSET, crc(buffer), ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads a header; what is no header of this version is a {@link JournalException}. */
    static SegmentHeader read(final DirectBuffer buffer, final int available, final Path file) {
        if (available < LENGTH || buffer.getLong(0, ByteOrder.LITTLE_ENDIAN) != MAGIC) {
            throw JournalException.damaged(file, 0, 0, "the header of a segment is missing");
        }
        final int version = buffer.getInt(VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (version > FORMAT_VERSION) {
            throw JournalException.newer(file, 0, 0, "format " + version + ", this one reads up to " + FORMAT_VERSION);
        }
        if (buffer.getInt(CRC_OFFSET, ByteOrder.LITTLE_ENDIAN) != crc(buffer)) {
            throw JournalException.damaged(file, 0, 0, "the checksum of the segment's header is wrong");
        }
        return new SegmentHeader(buffer.getInt(NUMBER_OFFSET, ByteOrder.LITTLE_ENDIAN),
                buffer.getLong(FIRST_SEQUENCE_OFFSET, ByteOrder.LITTLE_ENDIAN),
                buffer.getLong(CREATED_OFFSET, ByteOrder.LITTLE_ENDIAN),
                buffer.getInt(NODE_OFFSET, ByteOrder.LITTLE_ENDIAN));
    }

    private static int crc(final DirectBuffer buffer) {
        final byte[] bytes = new byte[CRC_OFFSET];
        buffer.getBytes(0, bytes);
        final CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }
}
