package gavel.persist.hot;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.hash.serialization.SizedWriter;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * Copies records into the map's memory and out of it, without an object: in one piece, since a record is off the heap
 * as an encoder's is, and back eight bytes at a time. Any thread.
 */
final class HotValueMarshaller implements SizedReader<HotValue>, SizedWriter<HotValue> {
    @Override
    public long size(final HotValue value) {
        return value.length();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void write(final Bytes out, final long size, final HotValue value) {
        final DirectBuffer source = value.buffer();
        if (source.byteArray() != null) {
            throw new IllegalArgumentException("a record on the heap");
        }
        OS.memory().copyMemory(source.addressOffset() + value.offset(), out.addressForWrite(out.writePosition()),
                value.length());
        out.writeSkip(value.length());
    }

    @Override
    @SuppressWarnings("rawtypes")
    public HotValue read(final Bytes in, final long size, final HotValue using) {
        final HotValue value = using == null ? new HotValue() : using;
        final int length = (int) size;
        final UnsafeBuffer target = value.copyOf(length);
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            target.putLong(at, in.readLong(), ByteOrder.LITTLE_ENDIAN);
        }
        for (; at < length; at++) {
            target.putByte(at, in.readByte());
        }
        return value;
    }
}
