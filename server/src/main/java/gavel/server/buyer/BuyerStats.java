package gavel.server.buyer;

import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import gavel.server.runtime.LoopHistogram;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What one loop counts of one buyer. Written by that loop; read by anyone. */
public final class BuyerStats {
    private final AtomicLongArray pings = new AtomicLongArray(PingStatus.values().length);
    private final AtomicLongArray posts = new AtomicLongArray(PostStatus.values().length);
    private final AtomicLongArray connections = new AtomicLongArray(Event.values().length);
    private final AtomicLong callsOpen = new AtomicLong();
    private final AtomicLong connectionsOpen = new AtomicLong();
    private final LoopHistogram ping = new LoopHistogram();
    private final LoopHistogram post = new LoopHistogram();
    private final BidTimes bidTimes = new BidTimes();

    /** What can happen to a buyer's connections. */
    public enum Event {
        /** One was opened. */
        CONNECTED,
        /** One could not be opened. */
        CONNECT_FAILED,
        /** A TLS handshake was finished. */
        HANDSHAKE,
        /** One was closed because an answer did not come, or was not to be trusted. */
        DROPPED,
        /** An answer came that nobody had asked for, or a second one. */
        UNASKED,
        /** The answer to a ping came when its lead had ended, decided without it. */
        UNNEEDED,
        /** The answer to a ping came after its phase was over, when it had been counted as TIMEOUT. */
        PING_LATE,
        /** A ping went out once more: its kept-alive connection was closed before a byte of the answer. */
        PING_AGAIN,
        /** The answer to a post came when its outcome was UNKNOWN already: somebody should look at it. */
        POST_LATE,
        /** A post was not sent because as many calls were under way, or as many connections open, as may be. */
        POST_LIMIT,
        /** What it said of a post, a reference, reason or URL, could not be kept. */
        TEXT_DROPPED,
        /** Its name could not be resolved. */
        UNRESOLVED
    }

    /** Counts how a ping ended. */
    public void count(final PingStatus status) {
        pings.lazySet(status.ordinal(), pings.get(status.ordinal()) + 1);
    }

    /** Counts how a post ended. */
    public void count(final PostStatus status) {
        posts.lazySet(status.ordinal(), posts.get(status.ordinal()) + 1);
    }

    /** Counts that it happened. */
    public void count(final Event event) {
        connections.lazySet(event.ordinal(), connections.get(event.ordinal()) + 1);
    }

    /** Notes that so many more calls are under way. */
    void onCalls(final int more) {
        callsOpen.lazySet(callsOpen.get() + more);
    }

    /** Notes that so many more connections are open. */
    void onConnections(final int more) {
        connectionsOpen.lazySet(connectionsOpen.get() + more);
    }

    /** Calls that are under way: begun, and neither answered nor given up with their connection. */
    public long callsOpen() {
        return callsOpen.get();
    }

    /** Connections that are open, or being made. */
    public long connectionsOpen() {
        return connectionsOpen.get();
    }

    /** Pings that ended so. */
    public long pings(final PingStatus status) {
        return pings.get(status.ordinal());
    }

    /** Posts that ended so. */
    public long posts(final PostStatus status) {
        return posts.get(status.ordinal());
    }

    /** How often it happened. */
    public long connections(final Event event) {
        return connections.get(event.ordinal());
    }

    /** Time to answer a ping. */
    public LoopHistogram ping() {
        return ping;
    }

    /** What its bids were worth by the time they took. */
    public BidTimes bidTimes() {
        return bidTimes;
    }

    /** Time to answer a post. */
    public LoopHistogram post() {
        return post;
    }
}
