package gavel.persist.recover;

import gavel.persist.journal.DirectoryLock;
import gavel.persist.journal.JournalException;
import gavel.persist.record.RecordException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/** Turns what went wrong below into a {@link StoreException} that says what to do. Stateless; any thread. */
final class StoreFailures {
    private StoreFailures() {
    }

    static RuntimeException of(final Path dataDir, final Exception cause) {
        if (cause instanceof StoreException known) {
            return known;
        }
        if (cause instanceof DirectoryLock.InUseException) {
            return new StoreException(StoreException.Code.IN_USE, cause.getMessage(), cause);
        }
        if (cause instanceof JournalException journal) {
            return new StoreException(journal.isNewer() ? StoreException.Code.NEWER_VERSION
                    : StoreException.Code.DAMAGED, journal.getMessage() + (journal.isNewer() ? ""
                    : ". Keep a copy of the directory; restore the file from a backup."), cause);
        }
        if (cause instanceof RecordException) {
            return new StoreException(StoreException.Code.DAMAGED, cause.getMessage()
                    + ". Keep a copy of the directory; restore the journal from a backup.", cause);
        }
        if (cause instanceof IOException || cause instanceof UncheckedIOException) {
            final String text = String.valueOf(cause.getMessage());
            final String lower = text.toLowerCase(Locale.ROOT);
            if (lower.contains("no space") || lower.contains("not enough space")) {
                return new StoreException(StoreException.Code.NO_SPACE, "the disk of " + dataDir.toAbsolutePath()
                        + " is full: make room, or set smaller sale.entries, click.entries and drain.segment (" + text
                        + ")", cause);
            }
            return new StoreException(StoreException.Code.IO, dataDir.toAbsolutePath() + ": " + cause, cause);
        }
        return (RuntimeException) cause;
    }
}
