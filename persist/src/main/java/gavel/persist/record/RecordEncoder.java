package gavel.persist.record;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes one record at a time into a buffer of its own. Confined to one thread; allocates nothing after construction.
 * What each kind's body holds, and in which order, stands in {@link Bodies}.
 */
public final class RecordEncoder {
    /** Longest text of a record. */
    public static final int TEXT_MAX_BYTES = 255;

    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final CRC32C crc = new CRC32C();
    private int position;

    /** An encoder for records of at most {@code capacityBytes}. */
    public RecordEncoder(final int capacityBytes) {
        this.bytes = ByteBuffer.allocateDirect(capacityBytes).order(ByteOrder.LITTLE_ENDIAN);
        this.buffer = new UnsafeBuffer(bytes);
    }

    /** Where the record stands, from index 0. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Starts a record. */
    public RecordEncoder begin(final RecordKind kind, final long id, final int attempt, final int configVersion,
                               final long epochNs) {
        RecordHeader.write(buffer, 0, kind, id, attempt, configVersion, epochNs);
        position = RecordHeader.LENGTH;
        return this;
    }

    /** Ends the record: length and checksum. Returns the length in bytes. */
    public int end() {
        RecordHeader.length(buffer, 0, position);
        RecordHeader.seal(buffer, 0, bytes, crc);
        return position;
    }

    /** One unsigned byte; what does not fit breaks an invariant, and must not be read back as something else. */
    public RecordEncoder putByte(final int value) {
        if ((value & ~0xff) != 0) {
            throw new IllegalArgumentException(value + " in one byte of a record");
        }
        buffer.putByte(position++, (byte) value);
        return this;
    }

    /** Two unsigned bytes; as {@link #putByte}. */
    public RecordEncoder putShort(final int value) {
        if ((value & ~0xffff) != 0) {
            throw new IllegalArgumentException(value + " in two bytes of a record");
        }
        buffer.putShort(position, (short) value, ByteOrder.LITTLE_ENDIAN);
        position += Short.BYTES;
        return this;
    }

    /** Four bytes. */
    public RecordEncoder putInt(final int value) {
        buffer.putInt(position, value, ByteOrder.LITTLE_ENDIAN);
        position += Integer.BYTES;
        return this;
    }

    /** Eight bytes. */
    public RecordEncoder putLong(final long value) {
        buffer.putLong(position, value, ByteOrder.LITTLE_ENDIAN);
        position += Long.BYTES;
        return this;
    }

    /** Bytes as they are, without a length. */
    public RecordEncoder putBytes(final byte[] source, final int offset, final int length) {
        buffer.putBytes(position, source, offset, length);
        position += length;
        return this;
    }

    /** A text of at most {@link #TEXT_MAX_BYTES}, its length before it; a longer one breaks an invariant. */
    public RecordEncoder putText(final byte[] utf8, final int offset, final int length) {
        if (length > TEXT_MAX_BYTES) {
            throw new IllegalArgumentException("a text of " + length + " bytes in a record");
        }
        return putByte(length).putBytes(utf8, offset, length);
    }

    /** As {@link #putText(byte[], int, int)}; for threads that may allocate. */
    public RecordEncoder putText(final String text) {
        final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return putText(utf8, 0, utf8.length);
    }

    /** Bytes with a length of four bytes before them. */
    public RecordEncoder putBlob(final byte[] source, final int offset, final int length) {
        return putInt(length).putBytes(source, offset, length);
    }
}
