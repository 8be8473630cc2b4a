package gavel.persist.journal;

import gavel.persist.DataDirectory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code backup}, {@code "gavel-backup 1 LAST_SEQUENCE\n"}: without it a backup whose last segment was
 * lost would look like an older one. Stateless; any thread.
 */
final class BackupMarker {
    private static final Pattern LINE = Pattern.compile("gavel-backup 1 (\\d{1,18})\n");

    private BackupMarker() {
    }

    static void write(final Path directory, final long lastSequence, final Disk disk) throws IOException {
        final ByteBuffer line = StandardCharsets.US_ASCII.encode("gavel-backup 1 " + lastSequence + "\n");
        try (FileChannel channel = disk.open(new DataDirectory(directory).backup(), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        }
    }

    /** The last sequence that the backup has to have. */
    static long read(final Path directory) throws IOException {
        final Path file = new DataDirectory(directory).backup();
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "name a directory that `gavel backup` made");
        }
        final Matcher matcher = LINE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            throw JournalException.damaged(file, 0, 0, "it is not what `gavel backup` of this version writes");
        }
        return Long.parseLong(matcher.group(1));
    }
}
