package gavel.persist.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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
            for (long at = end.offset(); at < limit; at += BUFFER_BYTES) {
                bytes.clear().limit((int) Math.min(BUFFER_BYTES, limit - at));
                segment.read(bytes, at);
                bytes.flip();
                while (bytes.hasRemaining()) {
                    copy.write(bytes);
                }
            }
            copy.force(true);
            disk.forceDirectory(kept.getParent());
            for (long at = end.offset(); at < limit; at += BUFFER_BYTES) {
                bytes.clear().limit((int) Math.min(BUFFER_BYTES, Math.min(limit, segment.size()) - at));
                bytes.put(new byte[bytes.remaining()]).flip();
                segment.write(bytes, at);
            }
            segment.force(true);
        }
    }
}
