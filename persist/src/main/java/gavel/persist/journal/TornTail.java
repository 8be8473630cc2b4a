package gavel.persist.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Erases a batch that was never forced, and keeps its bytes beside the segment. Confined to the opening thread. */
public final class TornTail {
    private static final int BUFFER_BYTES = 1 << 16;

    private TornTail() {
    }

    /** Copies what stands after the end to {@code SEGMENT.torn-OFFSET} and makes it zeros; both are forced. */
    public static void erase(final JournalEnd end, final Disk disk) throws IOException {
        if (end.tornBytes() == 0) {
            return;
        }
        final Path kept = end.file().resolveSibling(end.file().getFileName() + ".torn-" + end.offset());
        final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
        final long limit = end.offset() + end.tornBytes();
        try (FileChannel segment = disk.open(end.file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel copy = disk.open(kept, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            long at = end.offset();
            int read = 0;
            while (at < limit && read >= 0) {
                bytes.clear().limit((int) Math.min(BUFFER_BYTES, limit - at));
                read = segment.read(bytes, at);
                at += Math.max(0, read);
                bytes.flip();
                while (bytes.hasRemaining()) {
                    copy.write(bytes);
                }
            }
            final long last = at;
            copy.force(true);
            disk.forceDirectory(kept.getParent());
            Arrays.fill(bytes.array(), (byte) 0);
            at = end.offset();
            while (at < last) {
                bytes.clear().limit((int) Math.min(BUFFER_BYTES, last - at));
                at += segment.write(bytes, at);
            }
            segment.force(true);
        }
    }
}
