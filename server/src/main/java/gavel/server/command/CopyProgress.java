package gavel.server.command;

import gavel.persist.journal.JournalCopy;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** Tells a person how far a copy is, when it takes long. The starting thread. */
final class CopyProgress implements JournalCopy.Progress {
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long MIB = 1 << 20;

    private final PrintWriter messages;
    private long saidNs = System.nanoTime();

    CopyProgress(final PrintWriter messages) {
        this.messages = messages;
    }

    @Override
    public void onCopied(final long bytes, final long totalBytes) {
        if (System.nanoTime() - saidNs > QUIET_NS) {
            saidNs = System.nanoTime();
            messages.printf("gavel: %,d of %,d MiB are copied%n", bytes / MIB, totalBytes / MIB);
            messages.flush();
        }
    }
}
