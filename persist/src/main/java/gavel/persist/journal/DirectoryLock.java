package gavel.persist.journal;

import gavel.persist.DataDirectory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second process off a directory: {@code DIR/lock}, locked and holding the process's id. Any thread. */
public final class DirectoryLock implements AutoCloseable {
    private static final int PID_MAX_BYTES = 20;

    private final FileChannel channel;

    private DirectoryLock(final FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, or refuses at once.
     *
     * @throws InUseException somebody has it.
     */
    public static DirectoryLock take(final Path directory) throws IOException {
        Files.createDirectories(directory);
        final FileChannel channel = FileChannel.open(new DataDirectory(directory).lock(), StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!isLocked(channel)) {
                throw new InUseException(directory, holder(channel));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(Long.toString(ProcessHandle.current().pid())), 0);
            channel.force(true);
            return new DirectoryLock(channel);
        } catch (final IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isLocked(final FileChannel channel) throws IOException {
        try {
            final FileLock lock = channel.tryLock();
            return lock != null;
        } catch (final OverlappingFileLockException e) {
            return false;
        }
    }

    private static String holder(final FileChannel channel) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(PID_MAX_BYTES);
        channel.read(bytes, 0);
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().trim();
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** A running process has the directory. */
    public static final class InUseException extends IOException {
        InUseException(final Path directory, final String pid) {
            super("process " + (pid.isEmpty() ? "(unknown)" : pid) + " is running on " + directory.toAbsolutePath()
                    + "; stop it first, or start this one on another directory");
        }
    }
}
