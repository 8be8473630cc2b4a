package gavel.perf.load;

import java.net.URI;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;

/**
 * The visits of a run: some leads are preceded by one, whose click id they then carry.
 * Touched by the load loop only; its counts are read by others when the run is over.
 *
 * <p>A visit is due {@value #LEAD_MS} ms before its lead. Its answer is not waited for: a lead that is due before the
 * click id is known goes without it, and is counted as late, so that a slow click can't hold the plan up.
 */
final class Clicks implements Exchange {
    static final int LEAD_MS = 250;

    private final long seed;
    private final LoadConfig.ClickPlan plan;
    private final ConnectionPool pool;
    private final String[] clickIdByLead;
    private final Runnable onEnded;
    private long sent;
    private long answered;
    private long failed;
    private long notSent;
    private long late;
    private int inFlight;
    private String problem;

    /**
     * @param onEnded is run when a visit has been answered or has failed.
     */
    Clicks(final LoadConfig config, final LoadTransport transport, final int leads, final Runnable onEnded) {
        this.onEnded = onEnded;
        seed = config.seed();
        plan = config.clicks();
        clickIdByLead = new String[leads];
        final URI url = url(0);
        final LoadConfig.Target target = config.target();
        pool = new ConnectionPool(transport, Peer.of(url, target.trust()), Math.max(4, target.connections() / 4),
            target.timeoutNs(), this);
    }

    boolean hasClick(final int lead) {
        return SplitMix64.uniform(seed, SplitMix64.CLICK, lead) < plan.share();
    }

    void visit(final int lead) {
        if (!hasClick(lead)) {
            return;
        }
        if (pool.hasRoom()) {
            inFlight++;
            pool.send(lead, RequestWriter.click(ByteBufAllocator.DEFAULT, url(lead)));
        } else {
            notSent++;
        }
    }

    /** The click id of a lead that is due now; null if it has none. */
    String clickId(final int lead) {
        final String id = clickIdByLead[lead];
        if (id == null && hasClick(lead)) {
            late++;
        }
        clickIdByLead[lead] = null;
        return id;
    }

    ClickCounts counts() {
        return new ClickCounts(sent, answered, failed, notSent, late, problem);
    }

    /** Visits that are neither answered nor failed. */
    int inFlight() {
        return inFlight;
    }

    ConnectionPool pool() {
        return pool;
    }

    @Override
    public void onSent(final int lead, final long nowNs) {
        sent++;
    }

    @Override
    public void onAnswered(final int lead, final FullHttpResponse response, final long nowNs) {
        final String location = response.headers().get(HttpHeaderNames.LOCATION);
        final String id = response.status().code() / 100 == 3 && location != null ? clickIdOf(location) : null;
        if (id == null) {
            onFailed(lead, Outcome.PROTOCOL_ERROR, "status " + response.status().code() + ", Location " + location,
                nowNs);
        } else {
            answered++;
            clickIdByLead[lead] = id;
            end();
        }
    }

    @Override
    public void onFailed(final int lead, final Outcome outcome, final String why, final long nowNs) {
        failed++;
        if (problem == null) {
            problem = outcome.key() + ": " + why;
        }
        end();
    }

    private void end() {
        inFlight--;
        onEnded.run();
    }

    /** The click id in a landing address; null if there is none that can be put into JSON as it is. */
    static String clickIdOf(final String location) {
        try {
            final var ids = new QueryStringDecoder(location).parameters().get("click_id");
            return ids != null && ids.get(0).matches("[A-Za-z0-9._~-]{1,256}") ? ids.get(0) : null;
        } catch (final IllegalArgumentException e) {
            return null;
        }
    }

    private URI url(final int lead) {
        return URI.create(plan.url().replace("{{n}}", Integer.toString(lead + 1)));
    }
}
