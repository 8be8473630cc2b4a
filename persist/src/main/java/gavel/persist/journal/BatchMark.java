package gavel.persist.journal;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The 24 bytes before the records of one batch, that is of one write and one force. Its use is at recovery: pages of a
 * batch that was never forced may reach the disk in any order, so a bad record with a good one after it is a torn
 * batch if no other batch follows, and damage if one does. Stateless; any thread.
 *
 * <pre>
 *   0  i32  mark         negative, so that it is not the length of a record
 *   4  i32  crc          CRC32C of bytes [8, 24)
 *   8  i64  sequence     of the first record
 *  16  i32  bytes        of the records with their padding
 *  20  i32  records
 * </pre>
 */
final class BatchMark {
    static final int LENGTH = 24;
    static final int MARK = 0xbadc_4a01;
    private static final int CRC_OFFSET = 4;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int BYTES_OFFSET = 16;
    private static final int RECORDS_OFFSET = 20;

    private BatchMark() {
    }

    static void write(final MutableDirectBuffer buffer, final ByteBuffer bytes, final CRC32C crc, final long sequence,
                      final int recordBytes, final int records) {
        buffer.putInt(0, MARK, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(SEQUENCE_OFFSET, sequence, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(BYTES_OFFSET, recordBytes, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(RECORDS_OFFSET, records, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(CRC_OFFSET, checksum(0, bytes, crc), ByteOrder.LITTLE_ENDIAN);
    }

    static boolean isMark(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN) == MARK;
    }

    static boolean isWhole(final DirectBuffer buffer, final int offset, final ByteBuffer bytes, final CRC32C crc) {
        return isMark(buffer, offset)
                && buffer.getInt(offset + CRC_OFFSET, ByteOrder.LITTLE_ENDIAN) == checksum(offset, bytes, crc);
    }

    static long sequence(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + SEQUENCE_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    static int recordBytes(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + BYTES_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    private static int checksum(final int offset, final ByteBuffer bytes, final CRC32C crc) {
        bytes.limit(offset + LENGTH).position(offset + SEQUENCE_OFFSET);
        crc.reset();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
