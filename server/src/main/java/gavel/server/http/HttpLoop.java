package gavel.server.http;

import org.agrona.concurrent.NanoClock;

import java.util.ArrayList;
import java.util.List;

/**
 * What all publisher connections of one event loop share: scratch arrays, limits, and the sweep that closes whoever is
 * too slow. Confined to its loop. One array for all is possible because a request is read and handed on in one go.
 */
public final class HttpLoop {
    /** Netty reads at most this much at a time. */
    private static final int READ_MAX_BYTES = 64 * 1024;
    private static final int ANSWER_MAX_BYTES = 64 * 1024;

    private final HttpLimits limits;
    private final HttpRequests requests;
    private final NanoClock clock;
    private final byte[] in;
    private final byte[] out = new byte[ANSWER_MAX_BYTES];
    private final RequestHead head = new RequestHead();
    private final HttpDate date;
    private final List<HttpConnection> connections = new ArrayList<>();

    /** The parts of one loop. */
    public HttpLoop(final HttpLimits limits, final HttpRequests requests, final NanoClock clock, final HttpDate date) {
        this.limits = limits;
        this.requests = requests;
        this.clock = clock;
        this.date = date;
        this.in = new byte[limits.requestMaxBytes() + READ_MAX_BYTES];
    }

    /** Closes every connection whose peer has taken longer than its limit; to be called a few times a second. */
    public void sweep(final long nowNs) {
        for (int i = connections.size() - 1; i >= 0; i--) {
            connections.get(i).closeIfTooSlow(nowNs);
        }
    }

    /** Closes all connections that wait for a request, and lets the others finish their answer. */
    public void closeIdle() {
        for (int i = connections.size() - 1; i >= 0; i--) {
            connections.get(i).closeWhenAnswered();
        }
    }

    /** Open connections. */
    public int connectionCount() {
        return connections.size();
    }

    void add(final HttpConnection connection) {
        connection.place(connections.size());
        connections.add(connection);
    }

    void remove(final HttpConnection connection) {
        final HttpConnection last = connections.remove(connections.size() - 1);
        if (last != connection) {
            connections.set(connection.place(), last);
            last.place(connection.place());
        }
    }

    HttpLimits limits() {
        return limits;
    }

    HttpRequests requests() {
        return requests;
    }

    NanoClock clock() {
        return clock;
    }

    byte[] in() {
        return in;
    }

    byte[] out() {
        return out;
    }

    RequestHead head() {
        return head;
    }

    HttpDate date() {
        return date;
    }
}
