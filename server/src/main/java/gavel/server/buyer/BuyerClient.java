package gavel.server.buyer;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.Url;
import gavel.server.catalog.Offer;
import gavel.server.catalog.Vertical;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;
import io.netty.buffer.ByteBuf;

import java.util.HashMap;
import java.util.Map;

/** A buyer behind the connections of one loop. Confined to its loop. */
public final class BuyerClient implements BuyerPort {
    private final BuyerConfig config;
    private final BuyerLoop loop;
    private final BuyerStats stats;
    private final CallGate.Cell calls;
    private final BuyerConnections pingConnections;
    private final BuyerConnections postConnections;
    private final AnswerReader pingReader;
    private final AnswerReader postReader;
    private final Map<Vertical, CallTemplate> pingByVertical = new HashMap<>();
    private final Map<Vertical, CallTemplate> postByVertical = new HashMap<>();

    /**
     * @param calls of this buyer, of all loops.
     */
    public BuyerClient(final BuyerConfig config, final BuyerLoop loop, final BuyerStats stats,
                       final CallGate.Cell calls) {
        this.calls = calls;
        this.config = config;
        this.loop = loop;
        this.stats = stats;
        this.pingReader = new AnswerReader(config.ping(), loop.limits().answerMaxBytes());
        this.postReader = new AnswerReader(config.post(), loop.limits().answerMaxBytes());
        this.pingConnections = connections(config.ping().url());
        this.postConnections = isSameHost(config.ping().url(), config.post().url()) ? pingConnections
                : connections(config.post().url());
    }

    /** As configured. */
    public BuyerConfig config() {
        return config;
    }

    @Override
    public BuyerStats stats() {
        return stats;
    }

    @Override
    public AnswerReader postReader() {
        return postReader;
    }

    @Override
    public PingStatus ping(final Lead lead, final Candidate candidate, final long nowNs) {
        if (!pingConnections.hasRoom()) {
            return pingConnections.isUp() ? PingStatus.LIMIT : PingStatus.REFUSED;
        }
        if (!calls.enter(false)) {
            return PingStatus.BUSY;
        }
        final ByteBuf request = encode(lead, candidate, false, nowNs);
        if (request == null) {
            return PingStatus.TOO_LARGE;
        }
        candidate.onAsked(pingConnections.call(lead, candidate, false, request, nowNs), nowNs);
        return PingStatus.ASKED;
    }

    /**
     * Asks once more, on a connection of its own: what is idle may be as dead as the one that broke. Whoever waits for
     * the answer gives it up at the phase's end, as it would the first; a buyer that used its time up is not asked.
     */
    private boolean pingAgain(final Lead lead, final Candidate candidate) {
        final long nowNs = loop.clock().nanoTime();
        if (nowNs >= candidate.callEndsNs() || !pingConnections.hasRoomForAnother() || !calls.enter(false)) {
            return false;
        }
        final ByteBuf request = encode(lead, candidate, false, nowNs);
        if (request == null) {
            return false;
        }
        stats.count(BuyerStats.Event.PING_AGAIN);
        candidate.onAskedAgain(pingConnections.callOnAnother(lead, candidate, false, request, nowNs));
        return true;
    }

    @Override
    public boolean post(final Lead lead, final Candidate candidate, final long nowNs) {
        if (!postConnections.hasRoom() || !calls.enter(true)) {
            if (postConnections.isUp()) {
                stats.count(BuyerStats.Event.POST_LIMIT);
            }
            return false;
        }
        final ByteBuf request = encode(lead, candidate, true, nowNs);
        if (request == null) {
            return false;
        }
        candidate.onPosting(postConnections.call(lead, candidate, true, request, nowNs));
        return true;
    }

    /** The request of a call that has its place; null, and the place is given back, when it is too long. */
    private ByteBuf encode(final Lead lead, final Candidate candidate, final boolean posting, final long nowNs) {
        final ByteBuf request =
                template(posting, lead.offer()).encode(lead, candidate, nowNs, loop.allocator());
        if (request == null) {
            calls.leave();
        }
        return request;
    }

    /** The same request as of now, where it says how long the buyer has: connecting took some of that. */
    private ByteBuf asOfNow(final Lead lead, final Candidate candidate, final boolean posting, final ByteBuf request) {
        final CallTemplate template = template(posting, lead.offer());
        final ByteBuf fresh = template.saysTimeout()
                ? template.encode(lead, candidate, loop.clock().nanoTime(), loop.allocator()) : null;
        if (fresh == null) {
            return request;
        }
        request.release();
        return fresh;
    }

    @Override
    public void sweep(final long nowNs) {
        pingConnections.sweep(nowNs);
        if (postConnections != pingConnections) {
            postConnections.sweep(nowNs);
        }
    }

    @Override
    public void closeAll() {
        pingConnections.closeAll();
        postConnections.closeAll();
    }

    /** Open connections. */
    public int connectionCount() {
        return pingConnections.count() + (postConnections == pingConnections ? 0 : postConnections.count());
    }

    private CallTemplate template(final boolean posting, final Offer offer) {
        final Map<Vertical, CallTemplate> templates = posting ? postByVertical : pingByVertical;
        CallTemplate template = templates.get(offer.vertical());
        if (template == null) {
            template = new CallTemplate(posting ? config.post() : config.ping(), offer.vertical(), loop.out());
            templates.put(offer.vertical(), template);
        }
        return template;
    }

    private BuyerConnections connections(final Url url) {
        final BuyerConnections connections =
                new BuyerConnections(loop, url, stats, calls, config.connectionsMax(), config.idleNs());
        connections.readers(pingReader, postReader);
        connections.pingAgain(this::pingAgain);
        connections.connected(this::asOfNow);
        return connections;
    }

    private static boolean isSameHost(final Url one, final Url other) {
        return one.tls() == other.tls() && one.port() == other.port() && one.host().equalsIgnoreCase(other.host());
    }
}
