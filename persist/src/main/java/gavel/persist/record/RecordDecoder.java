package gavel.persist.record;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the body of one record in order. Confined to one thread; reading past the end of the record is a
 * {@link RecordException}.
 */
public final class RecordDecoder {
    private final TextCache texts;
    private DirectBuffer buffer;
    private int offset;
    private int position;
    private int limit;

    /** Makes a string of every text. */
    public RecordDecoder() {
        this(null);
    }

    /** Takes texts that come again from a cache; null for none. */
    public RecordDecoder(final TextCache texts) {
        this.texts = texts;
    }

    /** Starts at the body of the record at {@code offset}. */
    public RecordDecoder wrap(final DirectBuffer recordBuffer, final int recordOffset) {
        this.buffer = recordBuffer;
        this.offset = recordOffset;
        this.position = recordOffset + RecordHeader.LENGTH;
        this.limit = recordOffset + RecordHeader.length(recordBuffer, recordOffset);
        final RecordKind kind = RecordKind.ofCode(RecordHeader.kindCode(recordBuffer, recordOffset));
        final int version = RecordHeader.version(recordBuffer, recordOffset);
        if (kind == null || version > kind.version()) {
            throw new RecordException("record " + RecordHeader.sequence(recordBuffer, recordOffset) + " has kind "
                    + RecordHeader.kindCode(recordBuffer, recordOffset) + " version " + version
                    + ", which a newer Gavel wrote; start that one");
        }
        return this;
    }

    /** Kind of the wrapped record. */
    public RecordKind kind() {
        return RecordKind.ofCode(RecordHeader.kindCode(buffer, offset));
    }

    /** First part of its identity. */
    public long id() {
        return RecordHeader.id(buffer, offset);
    }

    /** Attempt, or 0. */
    public int attempt() {
        return RecordHeader.attempt(buffer, offset);
    }

    /** Place in the journal, or 0. */
    public long sequence() {
        return RecordHeader.sequence(buffer, offset);
    }

    /** Layout version of its body. */
    public int version() {
        return RecordHeader.version(buffer, offset);
    }

    /** When it happened. */
    public long epochNs() {
        return RecordHeader.epochNs(buffer, offset);
    }

    /** Number of the configuration in force. */
    public int configVersion() {
        return RecordHeader.configVersion(buffer, offset);
    }

    int getByte() {
        return buffer.getByte(advance(1)) & 0xff;
    }

    int getShort() {
        return buffer.getShort(advance(Short.BYTES), ByteOrder.LITTLE_ENDIAN) & 0xffff;
    }

    int getInt() {
        return buffer.getInt(advance(Integer.BYTES), ByteOrder.LITTLE_ENDIAN);
    }

    long getLong() {
        return buffer.getLong(advance(Long.BYTES), ByteOrder.LITTLE_ENDIAN);
    }

    byte[] getBytes(final int length) {
        final int from = advance(length);
        final byte[] copy = new byte[length];
        buffer.getBytes(from, copy);
        return copy;
    }

    void skip(final int length) {
        advance(length);
    }

    void skipText() {
        advance(getByte());
    }

    /** As many bytes as are said, in ASCII or UTF-8. */
    String getText(final int length) {
        if (texts != null) {
            return texts.text(buffer, advance(length), length);
        }
        return new String(getBytes(length), StandardCharsets.UTF_8);
    }

    String getText() {
        return getText(getByte());
    }

    byte[] getBlob() {
        return getBytes(getInt());
    }

    private int advance(final int length) {
        final int from = position;
        if (length < 0 || length > limit - from) {
            throw new RecordException("the body of record " + sequence() + " (" + kind() + ") ends before its fields");
        }
        position = from + length;
        return from;
    }
}
