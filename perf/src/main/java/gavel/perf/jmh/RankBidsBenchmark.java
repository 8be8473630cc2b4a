package gavel.perf.jmh;

import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import gavel.server.auction.Auction;
import gavel.server.auction.HighestBids;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;

/**
 * What it costs to rank the bids of one lead: payout and margin of each, then their order. Goes round many leads, so
 * that the processor can't learn the order of one by heart; all bids are above the floor.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RankBidsBenchmark {
    private static final int LEADS = 256;
    private static final int CAMPAIGNS_MAX = 32;
    private static final Comparator<Candidate> HIGHEST_FIRST = Comparator.comparingLong(Candidate::bidMicros)
        .reversed().thenComparingLong(Candidate::tieKey);

    @Param({"8", "32"})
    private int bids;

    private final Auction auction = new Auction(new HighestBids(CAMPAIGNS_MAX));
    private final BenchLead[] leads = new BenchLead[LEADS];
    private final Candidate[] winners = new Candidate[LEADS];
    private int next;

    @Setup
    public void prepare() {
        for (int i = 0; i < LEADS; i++) {
            final BenchLead bench = new BenchLead(bids);
            bench.bid(i + 1, bids, i);
            leads[i] = bench;
            bench.rank(auction);
            winners[i] = sorted(bench.lead())[0];
        }
    }

    /** Ranks one lead's bids. */
    @Benchmark
    public Candidate rank() {
        next = next + 1 & LEADS - 1;
        final BenchLead bench = leads[next];
        if (bench.rank(auction) != LeadReason.NONE || bench.lead().ranked()[0] != winners[next]) {
            throw new IllegalStateException("the wrong bid won");
        }
        return winners[next];
    }

    /** The whole order must be that of a plain sort. */
    @TearDown(Level.Iteration)
    public void check() {
        for (final BenchLead bench : leads) {
            final Lead lead = bench.lead();
            if (bench.rank(auction) != LeadReason.NONE || lead.rankedCount() != bids
                || !Arrays.equals(sorted(lead), Arrays.copyOf(lead.ranked(), bids))) {
                throw new IllegalStateException("the bids are not in order");
            }
        }
    }

    private Candidate[] sorted(final Lead lead) {
        final Candidate[] candidates = new Candidate[bids];
        for (int i = 0; i < bids; i++) {
            candidates[i] = lead.candidate(i);
        }
        Arrays.sort(candidates, HIGHEST_FIRST);
        return candidates;
    }
}
