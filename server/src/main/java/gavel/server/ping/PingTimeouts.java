package gavel.server.ping;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.AdaptiveTimeout;
import gavel.config.ServerConfig;
import gavel.server.catalog.Hash64;
import gavel.server.lead.Lead;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long each buyer may take to answer a ping. Any thread. Guarantees that it is never longer than the configuration
 * says, and that a buyer whose time is learned has all of it for a fixed share of leads. Loops only read; what was
 * learned is written by the {@link TimeoutAgent}.
 */
public final class PingTimeouts {
    private final long stageNs;
    private final ConcurrentHashMap<String, Cell> cellByBuyer = new ConcurrentHashMap<>();

    public PingTimeouts(final ServerConfig.Ping ping) {
        this.stageNs = ping.timeoutNs();
    }

    /** The cell of a buyer; the same one for all who ask. */
    public Cell cell(final BuyerConfig buyer) {
        return cellByBuyer.computeIfAbsent(buyer.id(), id -> new Cell(buyer, stageNs));
    }

    /** The cells of all, by their place. */
    public Cell[] cells(final List<BuyerConfig> buyers) {
        return buyers.stream().map(this::cell).toArray(Cell[]::new);
    }

    /** One buyer's time. */
    public static final class Cell {
        /** One lead in so many gives it all. More often finds out sooner what it is worth; more rarely waits less. */
        static final int FULL_EVERY = 64;
        /** Sets the leads apart from those that a breaker skips. */
        private static final long SEED = 0x7F4A_7C15_9E37_79B9L;

        private final Optional<AdaptiveTimeout> rule;
        private final long mostNs;
        private final long seed;
        private volatile long timeoutNs;
        private volatile BidCurve curve = BidCurve.NONE;

        Cell(final BuyerConfig buyer, final long stageNs) {
            final long ownNs = buyer.ping().timeoutNs();
            this.rule = buyer.adaptive();
            this.mostNs = ownNs == 0 ? stageNs : Math.min(ownNs, stageNs);
            this.timeoutNs = mostNs;
            final byte[] id = buyer.id().getBytes(StandardCharsets.UTF_8);
            this.seed = SEED ^ Hash64.of(id, 0, id.length);
        }

        /** The most that it may have: its own timeout, or the stage's where that is shorter. */
        public long mostNs() {
            return mostNs;
        }

        /** What it has for most leads now. */
        public long timeoutNs() {
            return timeoutNs;
        }

        /** Whether its time is learned, and by which rule. */
        public Optional<AdaptiveTimeout> rule() {
            return rule;
        }

        /** What its bids are worth against its time, as of late. */
        public BidCurve curve() {
            return curve;
        }

        /** What it has for a lead; depends on buyer, lead and what was learned alone. */
        long timeoutNs(final Lead lead) {
            final long learnedNs = timeoutNs;
            return learnedNs == mostNs || hasAll(lead.publisherLeadId().hash()) ? mostNs : learnedNs;
        }

        private boolean hasAll(final long leadHash) {
            return Long.remainderUnsigned(Hash64.mix(seed ^ leadHash), FULL_EVERY) == 0;
        }

        /** Takes over what was learned; a buyer that has changed gets all its time until more is known. */
        void learn(final BidCurve newCurve, final boolean hasChanged) {
            curve = newCurve;
            timeoutNs = rule.isEmpty() || hasChanged ? mostNs : newCurve.timeoutNs(rule.get(), mostNs);
        }
    }
}
