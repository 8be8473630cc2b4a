package gavel.persist.ledger;

import org.agrona.concurrent.NanoClock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Builds a ledger anew from the journal: {@code gavel ledger rebuild DIR}, and at the start of a server whose ledger is
 * damaged or old. Confined to one thread. The old file stays until the new one is whole, and the exchange is a rename.
 */
public final class LedgerRebuild {
    /** Records of one transaction; there is nobody here to be kept waiting by a long one. */
    private static final int BATCH_RECORDS = 10_000;
    /** Nothing is said about a rebuild that is shorter, and then as often. */
    private static final long PROGRESS_NS = 2_000_000_000L;

    private final LedgerFiles files;
    private final RecordSource source;
    private final long memoryBytes;
    private final NanoClock clock;
    private final Progress progress;

    /** Hears how far a long rebuild is. */
    @FunctionalInterface
    public interface Progress {
        /** So many records are settled, after so long. */
        void onRecords(long records, long elapsedNs);
    }

    /**
     * What became of a rebuild.
     *
     * @param records     records settled.
     * @param differences what the old ledger had otherwise, if that was asked for and it could be read; else null.
     * @param kept        where the old one lies, if it was kept; else null.
     */
    public record Rebuilt(long records, Findings differences, Path kept) {
    }

    /**
     * A rebuild of one data directory.
     *
     * @param memoryBytes most memory for the engine.
     * @param clock       monotonic.
     */
    public LedgerRebuild(final Path dataDirectory, final RecordSource source, final long memoryBytes,
                         final NanoClock clock, final Progress progress) {
        this.files = new LedgerFiles(dataDirectory);
        this.source = source;
        this.memoryBytes = memoryBytes;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Opens the ledger for a server, and builds it anew first when it is damaged or old; the old one is kept as
     * evidence in {@code DIR/ledger/evidence}.
     */
    public Ledger openOrRebuild() {
        try {
            return Ledger.open(files.dataDirectory(), memoryBytes);
        } catch (final LedgerException e) {
            if (!e.isRebuildable()) {
                throw e;
            }
            files.keepEvidence("rebuild-", e.getMessage() + System.lineSeparator());
            rebuild(false, true);
            return Ledger.open(files.dataDirectory(), memoryBytes);
        }
    }

    /**
     * Builds it anew and puts it in the place of the old one.
     *
     * @param isCompared whether to say what the old one had otherwise.
     * @param isOldKept  whether to keep the old one as evidence; one that was compared and said the same is none.
     */
    public Rebuilt rebuild(final boolean isCompared, final boolean isOldKept) {
        final LedgerLock lock = LedgerLock.acquire(files);
        try {
            LedgerFiles.delete(files.rebuilding());
            final long records = build();
            final Findings differences = isCompared ? compare() : null;
            if (Files.exists(LedgerFiles.walOf(files.rebuilding()))) {
                throw new LedgerException(LedgerException.Reason.FAILED, "the new ledger was not written out: "
                        + LedgerFiles.walOf(files.rebuilding()) + " is still there; the old one stays");
            }
            final boolean isEvidence = isOldKept && (differences == null || !differences.isEmpty());
            return new Rebuilt(records, differences, files.swapIn(isEvidence ? isCompared ? "replaced-" : "damaged-"
                    : null));
        } catch (final IOException | SQLException e) {
            throw new LedgerException(LedgerException.Reason.FAILED, "the ledger can't be rebuilt, the old one stays: "
                    + e.getMessage(), e);
        } finally {
            lock.close();
        }
    }

    private long build() throws SQLException {
        final long startNs = clock.nanoTime();
        long saidNs = startNs;
        try (Ledger ledger = Ledger.open(files, files.rebuilding(), null, memoryBytes);
             Settlement settlement = new Settlement(ledger, source, () -> { }, null)) {
            while (settlement.settle(BATCH_RECORDS) > 0) {
                final long nowNs = clock.nanoTime();
                if (nowNs - saidNs > PROGRESS_NS) {
                    saidNs = nowNs;
                    progress.onRecords(settlement.position(), nowNs - startNs);
                }
            }
            return settlement.position();
        }
    }

    private Findings compare() {
        if (!Files.exists(files.database())) {
            return null;
        }
        try (Ledger old = Ledger.open(files, files.database(), null, memoryBytes);
             Ledger built = Ledger.open(files, files.rebuilding(), null, memoryBytes)) {
            return LedgerDiff.compare(old, built);
        } catch (final LedgerException e) {
            if (e.isRebuildable()) {
                return null;
            }
            throw e;
        }
    }
}
