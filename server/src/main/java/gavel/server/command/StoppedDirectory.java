package gavel.server.command;

import gavel.config.ServerConfig.Settle;
import gavel.persist.DataDirectory;
import gavel.persist.journal.DirectoryLock;
import gavel.persist.journal.JournalException;
import gavel.persist.journal.JournalReader;
import gavel.persist.ledger.Ledger;
import gavel.persist.ledger.RecordSource;
import gavel.persist.ledger.SettleAgent;
import gavel.server.start.ExitCode;
import gavel.server.start.JournalSource;
import org.agrona.concurrent.SystemNanoClock;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A data directory that no server runs on, held so that none starts meanwhile. The starting thread. */
final class StoppedDirectory implements AutoCloseable {
    /** Most memory for the ledger's engine: what a server takes when nothing is configured. */
    static final long MEMORY_BYTES = 256L * 1024 * 1024;
    private static final int BATCH_RECORDS = 10_000;
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(2);

    private final Path directory;
    private final PrintWriter messages;
    private final DirectoryLock lock;
    private final JournalReader reader;
    /** What reading the journal threw: settlement would try again for ever, nobody repairs it meanwhile. */
    private RuntimeException unreadable;

    private StoppedDirectory(final Path directory, final PrintWriter messages, final DirectoryLock lock) {
        this.directory = directory;
        this.messages = messages;
        this.lock = lock;
        this.reader = new JournalReader(new DataDirectory(directory).journal());
    }

    /**
     * Takes the directory.
     *
     * @param messages where a person is told what takes long, or what is missing.
     * @param instead  what to do while a server runs on it.
     */
    static StoppedDirectory open(final Path directory, final PrintWriter messages, final String instead)
            throws IOException {
        requireJournal(directory);
        final DirectoryLock lock;
        try {
            lock = DirectoryLock.take(directory);
        } catch (final DirectoryLock.InUseException e) {
            throw new CommandException(ExitCode.IN_USE, "a server is running on " + directory + ": " + instead, e);
        }
        try {
            final StoppedDirectory stopped = new StoppedDirectory(directory, messages, lock);
            stopped.sayIfUnclean();
            return stopped;
        } catch (final RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Fails when there is no journal in a directory. */
    static void requireJournal(final Path directory) {
        if (!Files.isDirectory(new DataDirectory(directory).journal())) {
            throw new CommandException(ExitCode.USAGE, "there is no journal in " + directory
                    + ": name the directory that `gavel server --data` was given");
        }
    }

    private void sayIfUnclean() {
        if (!Files.exists(new DataDirectory(directory).clean())) {
            messages.println("gavel: the last stop of this server was not clean, so its last moments may be missing "
                    + "here: start it, which recovers them, and stop it");
            messages.flush();
        }
    }

    /** Its journal, up to where it ends. */
    RecordSource source() {
        final RecordSource journal = new JournalSource(reader, () -> JournalReader.NO_LIMIT);
        return (fromSequence, limit, visitor) -> {
            try {
                return journal.read(fromSequence, limit, visitor);
            } catch (final JournalException e) {
                unreadable = e;
                throw e;
            }
        };
    }

    /** Its ledger, once it holds everything that the journal has. */
    Ledger settled() {
        final Ledger ledger = Ledger.open(directory, MEMORY_BYTES);
        final SettleAgent agent = new SettleAgent(ledger, source(), new Settle(BATCH_RECORDS, 0, MEMORY_BYTES),
                SystemNanoClock.INSTANCE);
        try {
            settle(agent);
            return ledger;
        } catch (final RuntimeException e) {
            ledger.close();
            throw e;
        } finally {
            agent.onClose();
        }
    }

    private void settle(final SettleAgent agent) {
        final long startNs = System.nanoTime();
        long saidNs = startNs;
        long records = 0;
        int count;
        do {
            count = agent.doWork();
            if (unreadable != null) {
                throw unreadable;
            }
            if (agent.lastError() != null) {
                throw new CommandException(agent.isBreached() ? ExitCode.BOOKS : ExitCode.DISK,
                        "the journal can't be settled: " + agent.lastError());
            }
            records += count;
            if (System.nanoTime() - saidNs > QUIET_NS) {
                saidNs = System.nanoTime();
                say(records, saidNs - startNs);
            }
        } while (count > 0);
    }

    /** Tells how far something is that takes long. */
    void say(final long records, final long elapsedNs) {
        messages.printf("gavel: settling the journal: %,d records after %d s%n", records,
                TimeUnit.NANOSECONDS.toSeconds(elapsedNs));
        messages.flush();
    }

    @Override
    public void close() throws IOException {
        reader.close();
        lock.close();
    }
}
