package gavel.persist.ledger;

import gavel.config.ServerConfig.Settle;
import gavel.persist.record.RecordException;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Carries the journal into the ledger, in batches, exactly once. {@code doWork} belongs to the settle thread; the
 * accessors may be called from any. It never throws: a failure is shown, and tried again after {@link #RETRY_NS}; a
 * breach of the books is shown, its evidence is kept, and nothing is settled any more.
 */
public final class SettleAgent implements Agent {
    /** Pause after a failure. Shorter fills the disk's queue with retries; longer makes reports older. */
    static final long RETRY_NS = 1_000_000_000L;
    /** Pause between looks at what is there. Shorter costs the core more; longer goes round through the rows later. */
    static final long WATCH_NS = 1_000_000_000L;

    private final Ledger ledger;
    private final Settle config;
    private final NanoClock clock;
    private final Settlement settlement;
    private final LedgerWatch watch;
    private boolean started;
    private long nextNs;
    private long watchNs;
    private long sliceNs;
    private volatile long position;
    private volatile long sales;
    private volatile long clicks;
    private volatile LedgerHead head = LedgerHead.START;
    private volatile long checked;
    private volatile long failures;
    private volatile boolean breached;
    private volatile String lastError;

    /**
     * @param source the journal; only this agent's thread calls it.
     * @param clock  monotonic.
     */
    public SettleAgent(final Ledger ledger, final RecordSource source, final Settle config, final NanoClock clock) {
        this(ledger, source, config, clock, null, null);
    }

    /**
     * The same, for a server.
     *
     * @param forced what the server has forced: the ledger must come to have as many sales.
     */
    public SettleAgent(final Ledger ledger, final RecordSource source, final Settle config, final NanoClock clock,
                       final Supplier<LedgerWatch.Forced> forced) {
        this(ledger, source, config, clock, forced, null);
    }

    SettleAgent(final Ledger ledger, final RecordSource source, final Settle config, final NanoClock clock,
                final Supplier<LedgerWatch.Forced> forced, final Settlement.BatchHook hook) {
        this.ledger = ledger;
        this.config = config;
        this.clock = clock;
        this.settlement = new Settlement(ledger, source, this::rest, hook);
        this.watch = new LedgerWatch(ledger, forced);
    }

    /** Settles one batch, if it is time to look. Returns how many records it settled. */
    @Override
    public int doWork() {
        if (breached) {
            return 0;
        }
        final long nowNs = clock.nanoTime();
        if (started && nowNs - nextNs < 0) {
            return 0;
        }
        if (!started) {
            started = true;
            watchNs = nowNs + WATCH_NS;
        }
        sliceNs = nowNs;
        int count = 0;
        try {
            count = settlement.settle(config.batchMax());
            nextNs = count == config.batchMax() ? nowNs : nowNs + config.intervalNs();
            publish();
            look(nowNs);
            lastError = null;
        } catch (final BooksException e) {
            onBreach(e);
        } catch (final SQLException | LedgerException | RecordException e) {
            onFailure(nowNs, e.getMessage());
        } catch (final RuntimeException e) {
            onFailure(nowNs, e.toString());
        }
        return count;
    }

    @Override
    public String roleName() {
        return "settle";
    }

    @Override
    public void onClose() {
        settlement.close();
    }

    /** Sequence of the last settled record. */
    public long position() {
        return position;
    }

    /** Sales in the ledger. */
    public long sales() {
        return sales;
    }

    /** Clicks in the ledger. */
    public long clicks() {
        return clicks;
    }

    /** What vouches for the journal up to {@link #position()}; to be noted elsewhere. */
    public LedgerHead head() {
        return head;
    }

    /** Records whose rows were held against the chain since the start; each again, when its turn comes. */
    public long checked() {
        return checked;
    }

    /** Records that the journal has and the ledger has not. */
    public long lag(final long journalSequence) {
        return Math.max(0, journalSequence - position);
    }

    /** How often a batch failed and was tried again. */
    public long failures() {
        return failures;
    }

    /** Whether the books would be wrong: not ready, and no lead may be taken. */
    public boolean isBreached() {
        return breached;
    }

    /** What went wrong last, or null since it went well again. */
    public String lastError() {
        return lastError;
    }

    /** As long as the slice took: half of a core at most, so that a loop on the same core does not wait for a batch. */
    private void rest() {
        LockSupport.parkNanos(clock.nanoTime() - sliceNs);
        sliceNs = clock.nanoTime();
    }

    private void publish() {
        sales = settlement.sales();
        clicks = settlement.clicks();
        position = settlement.position();
        head = settlement.head();
    }

    private void look(final long nowNs) throws SQLException {
        if (nowNs - watchNs >= 0) {
            watchNs = nowNs + WATCH_NS;
            settlement.look(watch);
            checked = watch.checked();
        }
    }

    private void onFailure(final long nowNs, final String message) {
        failures = failures + 1;
        nextNs = nowNs + RETRY_NS;
        lastError = String.valueOf(message);
    }

    private void onBreach(final BooksException e) {
        breached = true;
        final String evidence = ledger.files().keepEvidence("breach-", e.getMessage() + System.lineSeparator()
                + "The ledger stands at record " + settlement.position() + "; nothing of the batch after it was stored."
                + System.lineSeparator() + (e.getCause() == null ? "" : e.getCause() + System.lineSeparator())
                + e.evidence());
        lastError = e.getMessage() + " (evidence: " + evidence + ")";
    }
}
