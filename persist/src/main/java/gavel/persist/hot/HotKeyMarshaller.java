package gavel.persist.hot;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.hash.serialization.SizedWriter;

/** Puts keys into the map's memory and reads them back, without an object. Stateless; any thread. */
final class HotKeyMarshaller implements SizedReader<HotKey>, SizedWriter<HotKey> {
    @Override
    public long size(final HotKey key) {
        return HotKey.LENGTH;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void write(final Bytes out, final long size, final HotKey key) {
        out.writeLong(key.id());
        out.writeLong(key.kindAndAttempt());
    }

    @Override
    @SuppressWarnings("rawtypes")
    public HotKey read(final Bytes in, final long size, final HotKey using) {
        final HotKey key = using == null ? new HotKey() : using;
        final long id = in.readLong();
        return key.set(id, in.readLong());
    }
}
