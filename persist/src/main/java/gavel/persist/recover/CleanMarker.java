package gavel.persist.recover;

import gavel.persist.DataDirectory;
import gavel.persist.journal.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * {@code DIR/clean}: there while no process runs and the last one closed what it had. It holds the sequence that the
 * next record gets, so that a journal which lost its end is noticed. Confined to the opening and closing thread.
 */
final class CleanMarker {
    private static final String WORD = "gavel-clean 1 ";

    private final Path directory;
    private final Path file;
    private final Disk disk;

    CleanMarker(final DataDirectory data, final Disk disk) {
        this.directory = data.path();
        this.file = data.clean();
        this.disk = disk;
    }

    /** The sequence in it, or 0 when it is absent or cut short. */
    long read() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        final String text = Files.readString(file, StandardCharsets.US_ASCII);
        if (!text.startsWith(WORD) || !text.endsWith("\n")) {
            return 0;
        }
        try {
            return Long.parseLong(text.substring(WORD.length(), text.length() - 1));
        } catch (final NumberFormatException e) {
            return 0;
        }
    }

    void remove() throws IOException {
        if (Files.deleteIfExists(file)) {
            disk.forceDirectory(directory);
        }
    }

    void write(final long nextSequence) throws IOException {
        try (FileChannel channel = disk.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            final ByteBuffer text = StandardCharsets.US_ASCII.encode(WORD + nextSequence + "\n");
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        disk.forceDirectory(directory);
    }
}
