package gavel.perf.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.util.concurrent.Future;

/**
 * Keeps the plan: sends each lead when it is due, whatever became of the others, and notes how it ended.
 * Lives on one event loop; {@link #requestStop} and the counts may be used from any thread.
 */
final class LoadLoop implements Exchange {
    /** How often connections are looked at, as a part of the timeout: each look visits all of them. */
    private static final long SWEEPS_PER_TIMEOUT = 50;
    private static final long SWEEP_LEAST_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SWEEP_MOST_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int DUPLICATE_REACH = 1_000;

    private final LoadConfig config;
    private final Schedule schedule;
    private final EventLoop loop;
    private final RequestWriter requests;
    private final LeadTemplate template;
    private final PhoneNumbers phones;
    private final ConnectionPool pool;
    private final Clicks clicks;
    private final LoadMeters meters = new LoadMeters();
    private final CountDownLatch finished = new CountDownLatch(1);
    private LeadLog log;
    private int nextVisit;
    private int nextLead;
    private String problem;
    private volatile int inFlight;
    private volatile boolean isStopRequested;
    private volatile Throwable failure;

    LoadLoop(final LoadConfig config, final Schedule schedule, final LoadTransport transport) {
        this.config = config;
        this.schedule = schedule;
        loop = transport.loop();
        final LoadConfig.Target target = config.target();
        requests = new RequestWriter(target.url(), target.headers());
        template = new LeadTemplate(config.leads().template());
        phones = new PhoneNumbers(config.seed() ^ (long) config.leads().idPrefix().hashCode() << 32);
        pool = new ConnectionPool(transport, Peer.of(target.url(), target.trust()), target.connections(),
            target.timeoutNs(), this);
        clicks = config.clicks() == null ? null : new Clicks(config, transport, schedule.leads(),
            () -> guarded(this::finishIfDone));
        nextVisit = clicks == null ? schedule.leads() : 0;
    }

    /** Opens every connection; an exception if there is nobody to talk to. Called on the caller's thread. */
    void connect() throws UnreachableException {
        final List<Future<Channel>> attempts = new ArrayList<>();
        try {
            loop.submit(() -> {
                for (int i = 0; i < config.target().connections(); i++) {
                    attempts.add(pool.open());
                }
            }).get();
            int opened = 0;
            Throwable cause = null;
            for (final Future<Channel> attempt : attempts) {
                attempt.await();
                opened += attempt.isSuccess() ? 1 : 0;
                cause = attempt.isSuccess() ? cause : attempt.cause();
            }
            if (opened == 0) {
                throw new UnreachableException(config.target().url() + ": " + cause.getMessage());
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("interrupted while connecting");
        } catch (final ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    void start() {
        final long headStartNs = clicks == null ? 0 : TimeUnit.MILLISECONDS.toNanos(Clicks.LEAD_MS);
        loop.execute(() -> {
            log = new LeadLog(config.leads(), schedule, System.nanoTime() + headStartNs);
            guarded(this::tick);
            guarded(this::sweep);
        });
    }

    void requestStop() {
        isStopRequested = true;
        loop.execute(() -> guarded(this::finishIfDone));
    }

    boolean awaitFinish(final long timeoutMs) throws InterruptedException {
        return finished.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    LeadLog log() {
        if (failure != null) {
            throw new IllegalStateException("the load loop failed", failure);
        }
        return log;
    }

    LoadMeters meters() {
        return meters;
    }

    ClickCounts clickCounts() {
        return clicks == null ? ClickCounts.NONE : clicks.counts();
    }

    /** The first answer that was none; null if there was none such. */
    String problem() {
        return problem;
    }

    int inFlight() {
        return inFlight;
    }

    private void tick() {
        if (isStopRequested) {
            finishIfDone();
            return;
        }
        final long headStartNs = TimeUnit.MILLISECONDS.toNanos(Clicks.LEAD_MS);
        while (nextVisit < schedule.leads() && log.plannedNs(nextVisit) - headStartNs <= System.nanoTime()) {
            clicks.visit(nextVisit++);
        }
        while (nextLead < schedule.leads() && log.plannedNs(nextLead) <= System.nanoTime()) {
            send(nextLead++);
        }
        long dueNs = Long.MAX_VALUE;
        if (nextLead < schedule.leads()) {
            dueNs = log.plannedNs(nextLead);
        }
        if (nextVisit < schedule.leads()) {
            dueNs = Math.min(dueNs, log.plannedNs(nextVisit) - headStartNs);
        }
        if (dueNs != Long.MAX_VALUE) {
            loop.schedule(() -> guarded(this::tick), dueNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } else {
            finishIfDone();
        }
    }

    private void send(final int lead) {
        final String clickId = clicks == null ? null : clicks.clickId(lead);
        if (!pool.hasRoom()) {
            end(lead, Answer.of(Outcome.NOT_SENT), System.nanoTime());
            return;
        }
        final int n = lead + 1;
        final String leadRef = log.leadRef(lead);
        final String body = template.fill(n, phones.digits(phoneOf(lead)), leadRef, clickId);
        inFlight++;
        pool.send(lead, requests.lead(ByteBufAllocator.DEFAULT, body,
            config.leads().hasIdempotencyKey() ? leadRef : null));
    }

    /** The number of the phone of a lead: its own, or an earlier lead's if it is one of the duplicates. */
    private long phoneOf(final int lead) {
        return phoneIndex(config.seed(), config.leads().duplicateShare(), lead);
    }

    static long phoneIndex(final long seed, final double duplicateShare, final int lead) {
        final boolean isDuplicate = lead > 0
            && SplitMix64.uniform(seed, SplitMix64.DUPLICATE, 2L * lead) < duplicateShare;
        if (!isDuplicate) {
            return lead;
        }
        final int reach = Math.min(lead, DUPLICATE_REACH);
        return lead - 1 - (long) (SplitMix64.uniform(seed, SplitMix64.DUPLICATE, 2L * lead + 1) * reach);
    }

    private void sweep() {
        final long nowNs = System.nanoTime();
        pool.sweep(nowNs);
        if (clicks != null) {
            clicks.pool().sweep(nowNs);
        }
        if (finished.getCount() > 0) {
            final long gapNs = Math.max(SWEEP_LEAST_NS,
                Math.min(SWEEP_MOST_NS, config.target().timeoutNs() / SWEEPS_PER_TIMEOUT));
            loop.schedule(() -> guarded(this::sweep), gapNs, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void onSent(final int lead, final long nowNs) {
        log.onSent(lead, nowNs);
        if (schedule.isMeasured(lead)) {
            meters.onSent(nowNs - log.plannedNs(lead));
        }
    }

    @Override
    public void onAnswered(final int lead, final FullHttpResponse response, final long nowNs) {
        final int status = response.status().code();
        final String body = response.content().toString(StandardCharsets.UTF_8);
        final String expect = config.target().expect();
        final Answer answer = expect == null ? Answer.read(status, body) : Answer.expecting(expect, status, body);
        onResult(lead, answer, answer.problem(), nowNs);
    }

    @Override
    public void onFailed(final int lead, final Outcome outcome, final String why, final long nowNs) {
        onResult(lead, Answer.of(outcome), why, nowNs);
    }

    private void onResult(final int lead, final Answer answer, final String why, final long nowNs) {
        inFlight--;
        if (problem == null && why != null) {
            problem = why;
        }
        guarded(() -> end(lead, answer, nowNs));
    }

    private void end(final int lead, final Answer answer, final long nowNs) {
        final Outcome outcome = answer.outcome();
        log.onEnd(lead, answer, nowNs);
        meters.onEnd(outcome);
        if (schedule.isMeasured(lead) && (outcome.isAnswered() || outcome == Outcome.TIMEOUT)) {
            meters.onLatency(nowNs - log.plannedNs(lead), nowNs - log.sentNs(lead));
        }
        finishIfDone();
    }

    private void finishIfDone() {
        final boolean isPlanDone = nextLead == schedule.leads() || isStopRequested;
        final boolean isQuiet = inFlight == 0 && (clicks == null || clicks.inFlight() == 0);
        if (log != null && isPlanDone && isQuiet && finished.getCount() > 0) {
            log.truncate(nextLead);
            pool.close();
            if (clicks != null) {
                clicks.pool().close();
            }
            finished.countDown();
        }
    }

    private void guarded(final Runnable step) {
        try {
            step.run();
        } catch (final RuntimeException | Error e) {
            failure = e;
            finished.countDown();
        }
    }
}
