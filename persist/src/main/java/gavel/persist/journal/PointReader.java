package gavel.persist.journal;

import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** Reads single records by location. Confined to one thread. Keeps the file of the last one open. */
final class PointReader implements AutoCloseable {
    private static final int FIRST_READ_BYTES = 4096;

    private final Path directory;
    private final Map<Integer, Segment> segmentByNumber = new HashMap<>();
    private final CRC32C crc = new CRC32C();
    private ByteBuffer bytes = ByteBuffer.allocateDirect(FIRST_READ_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private FileChannel channel;
    private int openNumber;

    PointReader(final Path directory) {
        this.directory = directory;
    }

    Segment segment(final int number) throws IOException {
        Segment segment = segmentByNumber.get(number);
        if (segment == null) {
            for (final Segment each : Segment.list(directory)) {
                segmentByNumber.put(each.number(), each);
            }
            segment = segmentByNumber.get(number);
            if (segment == null) {
                throw JournalException.damaged(directory, 0, 0, "there is no segment " + number);
            }
        }
        return segment;
    }

    void read(final long location, final RecordDecoder decoder) throws IOException {
        final Segment segment = segment(Locations.segment(location));
        if (channel == null || openNumber != segment.number()) {
            close();
            channel = FileChannel.open(segment.file(), StandardOpenOption.READ);
            openNumber = segment.number();
        }
        final long offset = Locations.offset(location);
        int available = load(offset);
        final int length = available < RecordHeader.LENGTH ? 0 : RecordHeader.length(buffer, 0);
        if (length > available && length <= RecordHeader.RECORD_MAX_BYTES) {
            bytes = ByteBuffer.allocateDirect(RecordHeader.alignedLength(length)).order(ByteOrder.LITTLE_ENDIAN);
            buffer = new UnsafeBuffer(bytes);
            available = load(offset);
        }
        if (!RecordHeader.isWhole(buffer, 0, available, bytes, crc)) {
            throw JournalException.damaged(segment.file(), offset, 0, "no whole record stands here");
        }
        decoder.wrap(buffer, 0);
    }

    private int load(final long offset) throws IOException {
        bytes.clear();
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) <= 0) {
                break;
            }
        }
        return bytes.position();
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
