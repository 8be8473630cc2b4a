package gavel.persist.journal;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * Copies the written part of one segment, without the room that was never used. Confined to one thread. The copy has a
 * temporary name until it was forced and every checksum in it was read back from the file, so that a file with a
 * segment's name is always whole; after a crash at any step it is made again.
 */
final class SegmentCopy {
    /** How the name of a copy that is not whole yet ends. */
    static final String WRITING_SUFFIX = ".writing";
    private static final int BUFFER_BYTES = 1 << 20;

    private final Disk disk;
    private final LongConsumer copiedBytes;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /**
     * @param copiedBytes hears after each write how many bytes it was.
     */
    SegmentCopy(final Disk disk, final LongConsumer copiedBytes) {
        this.disk = disk;
        this.copiedBytes = copiedBytes;
    }

    /**
     * The records of a segment up to a sequence.
     *
     * @param segment       which.
     * @param limitSequence the last record that is wanted.
     * @throws JournalException a record that is wanted is damaged.
     */
    static Extent extent(final Segment segment, final long limitSequence) throws IOException {
        try (SegmentScanner scanner = new SegmentScanner(segment)) {
            SegmentScanner.Step step = SegmentScanner.Step.RECORD;
            while (scanner.expected() <= limitSequence) {
                step = scanner.look();
                if (step != SegmentScanner.Step.RECORD) {
                    break;
                }
                scanner.pass();
            }
            if (step == SegmentScanner.Step.DAMAGED) {
                throw JournalException.damaged(segment.file(), scanner.position(), scanner.expected(), scanner.what());
            }
            if (step == SegmentScanner.Step.END && scanner.lastWritten() > scanner.position()) {
                throw JournalException.damaged(segment.file(), scanner.position(), scanner.expected(),
                        "nothing stands here, but something does further on");
            }
            return new Extent(scanner.position(), scanner.expected());
        }
    }

    /** Copies what stands in a segment before an end that {@link #extent} found, into a directory that there is. */
    void copy(final Segment segment, final Extent extent, final Path directory) throws IOException {
        final Path target = directory.resolve(segment.file().getFileName());
        final Path writing = target.resolveSibling(target.getFileName() + WRITING_SUFFIX);
        try (FileChannel from = FileChannel.open(segment.file(), StandardOpenOption.READ);
                FileChannel to = disk.open(writing, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            long at = 0;
            while (at < extent.bytes()) {
                bytes.clear().limit((int) Math.min(BUFFER_BYTES, extent.bytes() - at));
                final int read = from.read(bytes, at);
                if (read <= 0) {
                    throw JournalException.damaged(segment.file(), at, segment.firstSequence(), "the file was cut off");
                }
                bytes.flip();
                long written = at;
                while (bytes.hasRemaining()) {
                    written += to.write(bytes, written);
                }
                copiedBytes.accept(written - at);
                at = written;
            }
            to.force(true);
        }
        requireWhole(segment, extent, writing);
        Files.move(writing, target);
        disk.forceDirectory(directory);
    }

    private void requireWhole(final Segment segment, final Extent extent, final Path copy) throws IOException {
        final SegmentHeader header;
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.READ)) {
            final ByteBuffer head = ByteBuffer.allocate(SegmentHeader.LENGTH);
            final int available = Math.max(0, channel.read(head, 0));
            header = SegmentHeader.read(new UnsafeBuffer(head), available, copy);
        }
        if (!header.equals(segment.header()) || !extent(new Segment(copy, header), Long.MAX_VALUE).equals(extent)) {
            throw JournalException.damaged(copy, 0, segment.firstSequence(), "the copy is not what was written to it");
        }
    }

    /**
     * How much of a segment is written. Immutable; any thread.
     *
     * @param bytes        with the header.
     * @param nextSequence of the record that belongs after them.
     */
    record Extent(long bytes, long nextSequence) {
    }
}
