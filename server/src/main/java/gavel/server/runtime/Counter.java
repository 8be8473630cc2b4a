package gavel.server.runtime;

/** Everything that is counted and is not of one buyer or one reason. Immutable; any thread. */
public enum Counter {
    INTAKE_RECEIVED("intake.received", "requests for a lead to be auctioned"),
    INTAKE_CONNECTIONS("intake.connections", "connections that publishers opened"),
    INTAKE_CONNECTIONS_REFUSED("intake.connections_refused", "connections refused because too many were open"),
    INTAKE_CONNECTIONS_RESET("intake.connections_reset", "connections that publishers broke off"),
    INTAKE_TLS_FAILED("intake.tls_failed", "connections that failed in TLS"),
    INTAKE_REPEATED("intake.repeated", "requests that repeated an idempotency key"),
    INTAKE_PENDING("intake.pending", "leads answered as pending because their deadline had come"),
    ROUTE_CANDIDATES("route.candidates", "campaigns that were candidates, over all leads"),
    ROUTE_CUT("route.cut", "leads for which more campaigns were open than may be asked"),
    ROUTE_SKIPPED("route.skipped", "campaigns that were skipped because their buyers' calls fail"),
    ROUTE_PROBED("route.probed", "leads for which all were to be skipped, and one was asked all the same"),
    PING_SENT("ping.sent", "pings that were sent, or wait for a connection"),
    PING_DEADLINE("ping.deadline", "ping phases that ended at their deadline"),
    AUCTION_EARLY("auction.early", "auctions that were decided before every ping had ended"),
    AUCTION_EARLY_LOST("auction.early_lost", "bids that the post had not waited for and that would have won"),
    POST_SENT("post.sent", "posts that were sent"),
    SALE_SOLD("sale.sold", "leads that were sold"),
    SALE_UNSOLD("sale.unsold", "leads that nobody bought"),
    SALE_UNKNOWN("sale.unknown", "leads that a buyer may have taken"),
    CLICK_RECEIVED("click.received", "visits"),
    CLICK_RECORDED("click.recorded", "visits that were recorded and redirected");

    private final String label;
    private final String sentence;

    Counter(final String label, final String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    /** Stage and name, as in docs/METRICS.md. */
    public String label() {
        return label;
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }
}
