package gavel.buyersim;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How one simulated buyer behaves. Immutable, any thread.
 *
 * @param id     unique; also the name of its book
 * @param port   0 for any free one
 * @param tls    present when it listens with TLS
 * @param wire   where things stand in a body
 * @param ping   how it bids
 * @param post   how it accepts
 * @param faults what goes wrong on purpose
 * @param limits what it holds at most
 */
public record BuyerScript(String id, int port, Optional<Tls> tls, Wire wire, Ping ping, Post post, Faults faults,
                          Limits limits) {

    /** Certificate chain and key, PEM. Immutable, any thread. */
    public record Tls(Path certificate, Path key) { }

    /**
     * Where things stand in a body, dotted paths. Immutable, any thread.
     *
     * @param leadRef  the publisher's own lead id, in pings and posts
     * @param price    the price that the server pays, in posts
     * @param currency what amounts are in
     */
    public record Wire(String leadRef, String price, String currency) { }

    /** How it bids. Immutable, any thread. */
    record Ping(String path, Format format, Distribution latency, long bidPpm, Distribution price) { }

    /** How it accepts. Immutable, any thread. */
    record Post(String path, Format format, Distribution latency, long acceptPpm) { }

    /**
     * What goes wrong on purpose. Immutable, any thread.
     *
     * @param ping             shares for pings
     * @param post             shares for posts
     * @param lateByNs         how late {@code late} is
     * @param dripEveryNs      how long {@code drip} takes for a byte
     * @param isRefusing       nothing listens on the port
     * @param isHonestOnRepeat a post seen before is answered without a fault
     */
    record Faults(FaultPlan ping, FaultPlan post, long lateByNs, long dripEveryNs, boolean isRefusing,
                  boolean isHonestOnRepeat) {
        FaultPlan of(final Call call) {
            return call == Call.PING ? ping : post;
        }
    }

    /**
     * What it holds at most. Immutable, any thread.
     *
     * @param connections more are closed at once
     * @param pipelined   requests waiting on one connection; one more closes it
     * @param leads       posts remembered; the oldest are forgotten first
     */
    record Limits(int connections, int pipelined, int leads) { }

    BuyerScript as(final String otherId, final int otherPort) {
        return new BuyerScript(otherId, otherPort, tls, wire, ping, post, faults, limits);
    }
}
