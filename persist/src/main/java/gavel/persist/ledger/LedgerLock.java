package gavel.persist.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * Holds a ledger directory for one owner of one process. Any thread. The database locks its file too, but a rebuild
 * exchanges that file, and a damaged one can't be locked.
 */
final class LedgerLock implements AutoCloseable {
    private final FileChannel channel;

    private LedgerLock(final FileChannel channel) {
        this.channel = channel;
    }

    static LedgerLock acquire(final LedgerFiles files) {
        FileChannel channel = null;
        try {
            Files.createDirectories(files.directory());
            channel = FileChannel.open(files.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            final FileLock lock = channel.tryLock();
            if (lock != null) {
                return new LedgerLock(channel);
            }
            close(channel);
            throw locked(files, null);
        } catch (final OverlappingFileLockException e) {
            close(channel);
            throw locked(files, e);
        } catch (final IOException e) {
            close(channel);
            throw new LedgerException(LedgerException.Reason.FAILED, "the ledger in " + files.directory()
                    + " can't be opened: " + e, e);
        }
    }

    static LedgerException locked(final LedgerFiles files, final Exception cause) {
        return new LedgerException(LedgerException.Reason.LOCKED, "the ledger in " + files.directory()
                + " is in use: the server is running on this directory: ask its admin port, or stop it first", cause);
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(final FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (final IOException e) {
            throw new LedgerException(LedgerException.Reason.FAILED, "the ledger's lock can't be released: " + e, e);
        }
    }
}
