package gavel.persist.journal;

import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Goes through one segment, record by record, through a window of the file. Confined to one thread. */
final class SegmentScanner implements AutoCloseable {
    /** What stands at the position. */
    enum Step {
        /** A whole record, at {@link #offset()} of {@link #buffer()}. */
        RECORD,
        /** Nothing: the end of what was written. */
        END,
        /** Neither; {@link #what()} says why. */
        DAMAGED
    }

    private static final int WINDOW_BYTES = 1 << 20;

    private final Segment segment;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer bytes = ByteBuffer.allocateDirect(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private long windowPosition;
    private int windowBytes;
    private long position;
    private long batchEnd;
    private long expected;
    private int offset;
    private int length;
    private String what;

    SegmentScanner(final Segment segment) throws IOException {
        this.segment = segment;
        this.channel = FileChannel.open(segment.file(), StandardOpenOption.READ);
        startAt(SegmentHeader.LENGTH, segment.firstSequence(), SegmentHeader.LENGTH);
    }

    private void startAt(final long recordPosition, final long sequence, final long endOfBatch) {
        position = recordPosition;
        expected = sequence;
        batchEnd = endOfBatch;
        windowBytes = 0;
    }

    /** Forgets what was read ahead, as the file may have grown. */
    void refresh() {
        windowBytes = 0;
    }

    Segment segment() {
        return segment;
    }

    long position() {
        return position;
    }

    /** Sequence of the record that belongs at the position. */
    long expected() {
        return expected;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    String what() {
        return what;
    }

    /**
     * Looks at the position; a record is not passed before {@link #pass()}. A batch may end before its mark says so:
     * where a power cut left its first records whole, the next start went on after them. That nothing is missing there
     * is told by the sequences.
     */
    Step look() throws IOException {
        final int first = load(position, Long.BYTES)
                ? buffer.getInt((int) (position - windowPosition), ByteOrder.LITTLE_ENDIAN) : 0;
        if (first == 0) {
            return Step.END;
        }
        if (first == BatchMark.MARK) {
            if (!load(position, BatchMark.LENGTH)) {
                return damaged("the mark of a batch is cut off");
            }
            final int at = (int) (position - windowPosition);
            if (!BatchMark.isWhole(buffer, at, bytes, crc)) {
                return damaged("the mark of a batch has a wrong checksum");
            }
            if (BatchMark.sequence(buffer, at) != expected) {
                return damaged("a batch begins with record " + BatchMark.sequence(buffer, at));
            }
            final long end = position + BatchMark.LENGTH + BatchMark.recordBytes(buffer, at);
            final Step step = record(position + BatchMark.LENGTH);
            if (step == Step.RECORD) {
                position += BatchMark.LENGTH;
                batchEnd = end;
            }
            return step;
        }
        return position == batchEnd ? damaged("a record stands before the mark of its batch") : record(position);
    }

    private Step record(final long recordPosition) throws IOException {
        if (!load(recordPosition, RecordHeader.LENGTH)) {
            return damaged("a record's header is cut off");
        }
        length = RecordHeader.length(buffer, (int) (recordPosition - windowPosition));
        if (length < RecordHeader.LENGTH || length > RecordHeader.RECORD_MAX_BYTES) {
            return damaged("a record says that it has " + length + " bytes");
        }
        if (!load(recordPosition, length)) {
            return damaged("a record is cut off");
        }
        offset = (int) (recordPosition - windowPosition);
        if (!RecordHeader.isWhole(buffer, offset, length, bytes, crc)) {
            return damaged("a record's checksum is wrong");
        }
        if (RecordHeader.sequence(buffer, offset) != expected) {
            return damaged("record " + RecordHeader.sequence(buffer, offset) + " stands here");
        }
        final RecordKind kind = RecordKind.ofCode(RecordHeader.kindCode(buffer, offset));
        if (kind == null || RecordHeader.version(buffer, offset) > kind.version()) {
            throw JournalException.newer(segment.file(), recordPosition, expected, "record kind "
                    + RecordHeader.kindCode(buffer, offset) + " version " + RecordHeader.version(buffer, offset));
        }
        return Step.RECORD;
    }

    /** Moves past the record that {@link #look()} found. */
    void pass() {
        position += RecordHeader.alignedLength(length);
        expected++;
    }

    /** Location of the record that {@link #look()} found. */
    long location() {
        return Locations.location(segment.number(), windowPosition + offset);
    }

    /** Position of the next whole mark of a batch after the position, or -1. */
    long nextMark() throws IOException {
        for (long at = position + Long.BYTES; load(at, BatchMark.LENGTH); at += Long.BYTES) {
            if (BatchMark.isWhole(buffer, (int) (at - windowPosition), bytes, crc)) {
                return at;
            }
        }
        return -1;
    }

    /** Goes on at a mark that {@link #nextMark()} found. */
    void resume(final long mark) throws IOException {
        load(mark, BatchMark.LENGTH);
        startAt(mark, BatchMark.sequence(buffer, (int) (mark - windowPosition)), mark);
    }

    /** Offset just past the last byte of the file that is not zero, or the position when only zeros follow it. */
    long lastWritten() throws IOException {
        long last = position;
        for (long at = position; load(at, Long.BYTES); at += Long.BYTES) {
            if (buffer.getLong((int) (at - windowPosition)) != 0) {
                last = at + Long.BYTES;
            }
        }
        return last;
    }

    private Step damaged(final String why) {
        what = why;
        return Step.DAMAGED;
    }

    private boolean load(final long from, final int needed) throws IOException {
        if (from >= windowPosition && from + needed <= windowPosition + windowBytes) {
            return true;
        }
        if (needed > bytes.capacity()) {
            bytes = ByteBuffer.allocateDirect(RecordHeader.alignedLength(needed) + WINDOW_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            buffer.wrap(bytes);
        }
        windowPosition = from;
        windowBytes = 0;
        bytes.clear();
        while (bytes.hasRemaining()) {
            final int read = channel.read(bytes, from + bytes.position());
            if (read <= 0) {
                break;
            }
        }
        windowBytes = bytes.position();
        return windowBytes >= needed;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
