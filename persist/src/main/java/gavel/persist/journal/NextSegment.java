package gavel.persist.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file that becomes the next segment, filled with zeros a slice at a time so that its room is there before it is
 * needed and no batch waits for all of it. Confined to the writer's thread. A full disk shows here, as an
 * {@link IOException}, and never in the middle of a segment.
 */
final class NextSegment {
    private static final String NAME = "next.tmp";
    private static final int SLICE_BYTES = 1 << 18;

    private final Path directory;
    private final Disk disk;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(SLICE_BYTES);
    private FileChannel channel;
    private long writtenBytes;

    NextSegment(final Path directory, final Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    long writtenBytes() {
        return writtenBytes;
    }

    /**
     * Writes and forces one slice; forcing each keeps the force of a batch from paying for many. After a failed force
     * it is not known which zeros have their room, so all of it is given up and begun anew.
     */
    void writeSlice(final long segmentBytes) throws IOException {
        openIfNew();
        zeros.clear().limit((int) Math.min(SLICE_BYTES, segmentBytes - writtenBytes));
        while (zeros.hasRemaining()) {
            writtenBytes += channel.write(zeros, writtenBytes);
        }
        try {
            channel.force(true);
        } catch (final IOException e) {
            discard();
            throw e;
        }
    }

    /** The file under its final name, with all its room and the header; the caller closes it. */
    FileChannel take(final Path file, final long segmentBytes, final ByteBuffer header) throws IOException {
        while (writtenBytes < segmentBytes) {
            writeSlice(segmentBytes);
        }
        int position = 0;
        while (header.hasRemaining()) {
            position += channel.write(header, position);
        }
        channel.force(true);
        Files.move(directory.resolve(NAME), file);
        disk.forceDirectory(directory);
        final FileChannel taken = channel;
        channel = null;
        writtenBytes = 0;
        return taken;
    }

    void discard() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
        writtenBytes = 0;
        Files.deleteIfExists(directory.resolve(NAME));
    }

    private void openIfNew() throws IOException {
        if (channel == null) {
            channel = disk.open(directory.resolve(NAME), StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            writtenBytes = 0;
        }
    }
}
