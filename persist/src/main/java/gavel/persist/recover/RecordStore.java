package gavel.persist.recover;

import gavel.config.Config;
import gavel.config.ServerConfig;
import gavel.persist.drain.DrainAgent;
import gavel.persist.drain.LoopRecords;
import gavel.persist.hot.DamagedEntry;
import gavel.persist.hot.HotShape;
import gavel.persist.journal.DirectoryLock;
import gavel.persist.journal.Disk;
import gavel.persist.journal.JournalReader;
import gavel.persist.journal.JournalVisitor;
import gavel.persist.journal.JournalWriter;
import gavel.persist.record.Bodies.ConfigBody;
import gavel.persist.record.BodyWriter;
import gavel.persist.record.Ids;
import gavel.persist.record.RecordEncoder;
import gavel.persist.record.RecordKind;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemEpochClock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * One data directory: its lock, its journal, the hot maps of all loops, and the drain between them. Opened and closed
 * by the thread that starts and stops the server; each part that it hands out says which thread it belongs to.
 *
 * <p>Opening does in this order: lock; note whether the last stop was clean; read the hot maps; read the journal once
 * and show it to the visitors; remove the marker of a clean stop; erase a torn batch; append what only the hot maps
 * have; record UNKNOWN for posts without an outcome, and an end for posted leads without one; make the hot maps empty.
 * Until the marker is removed the journal is not changed, so that a refusal stays one.
 */
public final class RecordStore implements AutoCloseable {
    private static final int CONFIG_OVERHEAD_BYTES = 1024;
    private static final long NS_PER_MS = 1_000_000;

    private final DirectoryLock lock;
    private final StoreOpening opening;
    private final JournalWriter writer;
    private final DrainAgent drain;
    private final List<LoopRecords> loops = new ArrayList<>();
    private final EpochClock clock;
    private int configNumber;
    private String configSha256;

    private RecordStore(final DirectoryLock lock, final StoreOpening opening, final ServerConfig config,
                        final int loopCount, final Consumer<Throwable> fatal, final EpochClock clock) {
        this.lock = lock;
        this.opening = opening;
        this.clock = clock;
        this.writer = opening.writer();
        this.drain = new DrainAgent(writer, config.drain().intervalNs(), fatal);
        for (int i = 0; i < loopCount; i++) {
            final HotShape sales = StoreOpening.saleShape(config, i);
            final HotShape clicks = StoreOpening.clickShape(config, i);
            loops.add(new LoopRecords(opening.hot().map(sales), sales, opening.hot().map(clicks), clicks, drain));
        }
        this.configNumber = opening.scan().configNumber();
        this.configSha256 = opening.scan().configSha256();
    }

    /**
     * Opens or creates the directory.
     *
     * @param loops    lead loops, at most one less than {@link Ids#LOOPS}.
     * @param visitors are shown every record of the journal in order, those that opening appends included.
     * @param fatal    is called on the drain's thread when the journal can't be written any more: end the process.
     * @param answers  writes the stored answer of a lead that an unclean stop left without an end.
     * @throws StoreException it can't be opened; nothing is running then.
     */
    public static RecordStore open(final Path dataDir, final ServerConfig config, final int loops,
                                   final List<JournalVisitor> visitors, final Consumer<Throwable> fatal,
                                   final StopAnswer answers) {
        return open(dataDir, config, loops, visitors, fatal, answers, Disk.REAL, SystemEpochClock.INSTANCE);
    }

    static RecordStore open(final Path dataDir, final ServerConfig config, final int loops,
                            final List<JournalVisitor> visitors, final Consumer<Throwable> fatal,
                            final StopAnswer answers, final Disk disk, final EpochClock clock) {
        if (loops < 1 || loops >= Ids.LOOPS) {
            throw new IllegalArgumentException(loops + " loops");
        }
        final DirectoryLock lock = lock(dataDir);
        StoreOpening opening = null;
        try {
            opening = new StoreOpening(dataDir, config, loops, visitors, answers, disk, clock);
            opening.run();
            return new RecordStore(lock, opening, config, loops, fatal, clock);
        } catch (final IOException | RuntimeException e) {
            if (opening != null) {
                opening.abandon();
            }
            unlock(lock);
            throw StoreFailures.of(dataDir, e);
        }
    }

    private static DirectoryLock lock(final Path dataDir) {
        try {
            return DirectoryLock.take(dataDir);
        } catch (final IOException e) {
            throw StoreFailures.of(dataDir, e);
        }
    }

    private static void unlock(final DirectoryLock lock) {
        try {
            lock.close();
        } catch (final IOException e) {
            throw new StoreException(StoreException.Code.IO, "giving the lock back: " + e.getMessage(), e);
        }
    }

    /** Where loop {@code i} leaves its records. */
    public LoopRecords loop(final int i) {
        return loops.get(i);
    }

    /** The asynchronous writer; exactly one thread runs it. */
    public DrainAgent drain() {
        return drain;
    }

    /** A new reader of the journal, for one thread; close it. */
    public JournalReader reader() {
        return new JournalReader(opening.journal());
    }

    /** The highest id in the journal when it was opened, or 0: ids go on above it. */
    public long highestId() {
        return opening.scan().highestId();
    }

    /** Whether the stop before this start was clean. */
    public boolean wasClean() {
        return opening.wasClean();
    }

    /** Records that opening appended. */
    public int recovered() {
        return opening.recovered();
    }

    /**
     * Entries of hot maps that could be neither read nor found in the journal. A kill in the middle of an insert leaves
     * one, which was acknowledged to nobody; anything else is damage. Their leads are UNKNOWN if they were posted.
     */
    public List<DamagedEntry> damaged() {
        return opening.damaged();
    }

    /** The last sequence that survives a power cut. Any thread. */
    public long forcedSequence() {
        return drain.forcedSequence();
    }

    /**
     * The number of a configuration: that of the latest CONFIG record when it has the same hash, else that of a new
     * one, which is forced when this returns. Any thread but a loop and the drain; blocks.
     */
    public synchronized int configVersion(final Config config) {
        if (configNumber > 0 && configSha256.equals(config.sha256())) {
            return configNumber;
        }
        final byte[] canonical = config.canonical().getBytes(StandardCharsets.UTF_8);
        final RecordEncoder encoder = new RecordEncoder(canonical.length + CONFIG_OVERHEAD_BYTES);
        final int number = configNumber + 1;
        encoder.begin(RecordKind.CONFIG, number, 0, number, clock.time() * NS_PER_MS);
        BodyWriter.config(encoder, new ConfigBody(config.sha256(), canonical));
        final CompletableFuture<Long> sequence = drain.control().submit(encoder, encoder.end());
        while (!drain.isStarted() && !sequence.isDone()) {
            drain.doWork();
        }
        try {
            sequence.join();
        } catch (final CompletionException e) {
            throw new StoreException(StoreException.Code.IO, "the configuration could not be recorded: "
                    + e.getCause().getMessage(), e);
        }
        configNumber = number;
        configSha256 = config.sha256();
        return number;
    }

    /**
     * Drains what is left, forces it, closes everything and leaves the marker of a clean stop. The agents must have
     * stopped. After a failed write or force there is nothing to save and no marker.
     */
    @Override
    public void close() {
        try {
            boolean isEmpty = false;
            while (!drain.isFailed() && !isEmpty) {
                drain.doWork();
                isEmpty = drain.control().size() == 0;
                for (final LoopRecords loop : loops) {
                    loop.reapUntold();
                    isEmpty &= loop.outstanding() == 0;
                }
            }
            drain.refuseControl();
            writer.close();
            opening.hot().close(isEmpty);
            if (isEmpty && !drain.isFailed()) {
                opening.marker().write(writer.nextSequence());
            }
        } catch (final IOException | UncheckedIOException e) {
            throw new StoreException(StoreException.Code.IO, "closing: " + e.getMessage(), e);
        } finally {
            unlock(lock);
        }
    }
}
