package gavel.persist.record;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The forty bytes before each record's body, little-endian. Stateless but for the scratch that a caller hands in; any
 * thread.
 *
 * <pre>
 *   0  i32  length          header and body, without padding
 *   4  i32  crc             CRC32C of bytes [8, length)
 *   8  i64  sequence        place in the journal, from 1, no gaps; 0 in a hot map
 *  16  i64  id              lead id, click id or configuration version: with attempt and kind, the identity
 *  24  u16  kind            RecordKind
 *  26  u8   version         layout version of the body
 *  27  u8   attempt         1.. of a post, else 0
 *  28  i32  configVersion   the configuration in force, by its number in the journal
 *  32  i64  epochNs         when it happened, wall clock
 *  40  body
 * </pre>
 */
public final class RecordHeader {
    /** Bytes before the body. */
    public static final int LENGTH = 40;
    /** No record is longer; a longer length in a file is damage. */
    public static final int RECORD_MAX_BYTES = 4 * 1024 * 1024;
    /** Records begin at multiples of this in the journal. */
    public static final int ALIGNMENT = 8;

    private static final int LENGTH_OFFSET = 0;
    private static final int CRC_OFFSET = 4;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int ID_OFFSET = 16;
    private static final int KIND_OFFSET = 24;
    private static final int VERSION_OFFSET = 26;
    private static final int ATTEMPT_OFFSET = 27;
    private static final int CONFIG_VERSION_OFFSET = 28;
    private static final int EPOCH_OFFSET = 32;

    private RecordHeader() {
    }

    /** Length of the whole record in bytes. */
    public static int length(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** Length rounded up to where the next record begins. */
    public static int alignedLength(final int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** The stored checksum. */
    public static int crc(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + CRC_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** Place in the journal, or 0. */
    public static long sequence(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + SEQUENCE_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** First part of the identity. */
    public static long id(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** Code of the kind. */
    public static int kindCode(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + KIND_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xffff;
    }

    /** Layout version of the body. */
    public static int version(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + VERSION_OFFSET) & 0xff;
    }

    /** Attempt of a post, or 0. */
    public static int attempt(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + ATTEMPT_OFFSET) & 0xff;
    }

    /** Number of the configuration in force. */
    public static int configVersion(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + CONFIG_VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** When it happened, nanoseconds since 1970. */
    public static long epochNs(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + EPOCH_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes all but length and checksum, with sequence 0. */
    static void write(final MutableDirectBuffer buffer, final int offset, final RecordKind kind, final long id,
                      final int attempt, final int configVersion, final long epochNs) {
        buffer.putLong(offset + SEQUENCE_OFFSET, 0, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + ID_OFFSET, id, ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(offset + KIND_OFFSET, (short) kind.code(), ByteOrder.LITTLE_ENDIAN);
        buffer.putByte(offset + VERSION_OFFSET, (byte) kind.version());
        buffer.putByte(offset + ATTEMPT_OFFSET, (byte) attempt);
        buffer.putInt(offset + CONFIG_VERSION_OFFSET, configVersion, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + EPOCH_OFFSET, epochNs, ByteOrder.LITTLE_ENDIAN);
    }

    /** Gives a record its place in the journal; the checksum must be sealed anew after it. */
    public static void sequence(final MutableDirectBuffer buffer, final int offset, final long sequence) {
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence, ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes the length. */
    static void length(final MutableDirectBuffer buffer, final int offset, final int length) {
        buffer.putInt(offset + LENGTH_OFFSET, length, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Computes and writes the checksum of a record whose length is written.
     *
     * @param bytes view of the same memory as {@code buffer}, index 0 on index 0; its position and limit are moved.
     */
    public static void seal(final MutableDirectBuffer buffer, final int offset, final ByteBuffer bytes,
                            final CRC32C crc) {
        buffer.putInt(offset + CRC_OFFSET, checksum(buffer, offset, bytes, crc), ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether length and checksum are those of a whole record. {@code bytes} is as in {@link #seal}. */
    public static boolean isWhole(final DirectBuffer buffer, final int offset, final int available,
                                  final ByteBuffer bytes, final CRC32C crc) {
        if (available < LENGTH) {
            return false;
        }
        final int length = length(buffer, offset);
        return length >= LENGTH && length <= available && length <= RECORD_MAX_BYTES
                && crc(buffer, offset) == checksum(buffer, offset, bytes, crc);
    }

    private static int checksum(final DirectBuffer buffer, final int offset, final ByteBuffer bytes,
                                final CRC32C crc) {
        bytes.limit(offset + length(buffer, offset)).position(offset + SEQUENCE_OFFSET);
        crc.reset();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
