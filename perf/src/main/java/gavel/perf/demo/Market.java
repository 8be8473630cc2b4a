package gavel.perf.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import gavel.server.start.ExitCode;

/**
 * The processes of a demo: first the buyers, then the server, and their end the other way round.
 * Used by the demo's main thread.
 */
final class Market {
    static final String BUYERS_READY = "ready:";
    static final String SERVER_READY = "gavel: listening on ";
    static final String SCRIPT = "buyer-sim/scripts/demo.yaml";
    private static final long READY_PATIENCE_S = 120;
    private static final long FIRST_LEAD_PATIENCE_S = 30;
    private static final long RETRY_MS = 200;

    private final DemoHome home;
    private final DemoDir dir;
    private final BooleanSupplier isStopAsked;
    private final List<ChildProcess> children = new ArrayList<>();

    /** Starts nothing yet. */
    Market(final DemoHome home, final DemoDir dir, final BooleanSupplier isStopAsked) {
        this.home = home;
        this.dir = dir;
        this.isStopAsked = isStopAsked;
    }

    /** Starts both, each until it says itself that it listens; ends at once when the demo is to stop. */
    void start(final long seed) throws DemoException, IOException, InterruptedException {
        start("buyers", BUYERS_READY, "buyers", "--script", SCRIPT, "--seed", Long.toString(seed),
            "--book", dir.books().toString(), "--timings", dir.buyerTimings().toString(), "--quiet");
        start("server", SERVER_READY, "server", "--config", dir.conf().toString(), "--data", dir.data().toString());
    }

    private void start(final String name, final String ready, final String... arguments)
        throws DemoException, IOException, InterruptedException {
        if (isStopAsked.getAsBoolean()) {
            return;
        }
        final ChildProcess child =
            ChildProcess.start(name, dir.logs().resolve(name + ".log"), home.dir(), home.command(arguments));
        children.add(child);
        child.awaitReady(() -> child.hasSaid(ready), isStopAsked, READY_PATIENCE_S);
    }

    /** Sends one lead until it is answered, so that a load finds everything awake; null when the demo is to stop. */
    PublisherLead firstLead(final ServerClient server, final long seed)
        throws DemoException, IOException, InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(FIRST_LEAD_PATIENCE_S);
        while (!isStopAsked.getAsBoolean()) {
            requireAlive();
            final PublisherLead lead = server.send(DemoPublisher.ALL.get(0), seed);
            if (lead.outcome().isAnswered()) {
                return lead;
            }
            if (System.nanoTime() - endNs > 0) {
                throw new DemoException(ExitCode.UNREACHABLE, "the server listens but has not answered a lead within "
                    + FIRST_LEAD_PATIENCE_S + " s: " + lead.outcome().meaning() + "; see " + dir.logs());
            }
            Thread.sleep(RETRY_MS);
        }
        return null;
    }

    void requireAlive() throws DemoException, IOException {
        for (final ChildProcess child : children) {
            child.requireAlive();
        }
    }

    /** Stops the server before the buyers, to whom it may still be talking; returns a sentence for each trouble. */
    List<String> stop() throws InterruptedException {
        final List<String> troubles = new ArrayList<>();
        for (int i = children.size() - 1; i >= 0; i--) {
            final String trouble = children.get(i).stop();
            if (!trouble.isEmpty()) {
                troubles.add(trouble);
            }
        }
        children.clear();
        return troubles;
    }
}
