package gavel.server.admin;

import gavel.config.BuyerConfig;
import gavel.server.buyer.BuyerStats;
import gavel.server.lead.LeadReason;
import gavel.server.path.LeadLoop;
import gavel.server.route.BreakerGate;
import gavel.server.runtime.Counter;
import org.agrona.concurrent.NanoClock;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;

/** Sums over all loops. Any thread but a loop, because it waits a moment for what only a loop can tell. */
final class Figures {
    /** Code of the first reason of each range: what a lead was refused for. */
    private static final int INTAKE_FIRST = 100;
    private static final int ROUTE_FIRST = 300;
    private static final int OVERLOAD_FIRST = 900;
    private static final int OVERLOAD_END = 1000;
    /** A loop that needs longer is in trouble, and its leads are then left out. */
    private static final long PATIENCE_MS = 500;

    private final List<LeadLoop> loops;
    private final BreakerGate breakers;
    private final NanoClock clock;

    Figures(final List<LeadLoop> loops, final BreakerGate breakers, final NanoClock clock) {
        this.loops = loops;
        this.breakers = breakers;
        this.clock = clock;
    }

    long count(final Counter counter) {
        return loops.stream().mapToLong(loop -> loop.counters().get(counter)).sum();
    }

    long reason(final LeadReason reason) {
        return loops.stream().mapToLong(loop -> loop.counters().reason(reason.ordinal())).sum();
    }

    /** What the loops count of a buyer, by its place. */
    long ofBuyer(final int buyer, final ToLongFunction<BuyerStats> value) {
        return loops.stream().mapToLong(loop -> value.applyAsLong(loop.buyerStats()[buyer])).sum();
    }

    /** Share of leads by which a buyer is skipped now, in millionths. */
    int skipPpm(final BuyerConfig buyer) {
        return breakers.cell(buyer).sharePpm(clock.nanoTime());
    }

    /** Requests that were wrong in themselves: 1xx and 2xx, but not duplicates. */
    long rejected() {
        return sum(INTAKE_FIRST, ROUTE_FIRST) - reason(LeadReason.DUPLICATE);
    }

    /** Requests that came at a bad time: 9xx. */
    long refused() {
        return sum(OVERLOAD_FIRST, OVERLOAD_END);
    }

    private long sum(final int from, final int to) {
        long sum = 0;
        for (final LeadReason reason : LeadReason.values()) {
            sum += reason.code() >= from && reason.code() < to ? reason(reason) : 0;
        }
        return sum;
    }

    /** Records of each loop that have not left the hot maps. */
    List<Long> outstanding() {
        return loops.stream().map(loop -> loop.records().outstanding()).toList();
    }

    /** Leads that run; each loop says it when it comes to it, and nobody keeps a loop waiting. */
    long running() {
        final List<CompletableFuture<Integer>> asked = loops.stream().map(Figures::running).toList();
        long sum = 0;
        for (final CompletableFuture<Integer> answer : asked) {
            sum += await(answer);
        }
        return sum;
    }

    private static CompletableFuture<Integer> running(final LeadLoop loop) {
        try {
            return CompletableFuture.supplyAsync(loop::running, loop.loop());
        } catch (final RejectedExecutionException e) {
            return CompletableFuture.completedFuture(0);
        }
    }

    private static int await(final CompletableFuture<Integer> answer) {
        try {
            return answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (final ExecutionException | TimeoutException e) {
            return 0;
        }
    }
}
