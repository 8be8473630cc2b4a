package gavel.buyersim;

/** What is counted of each buyer, besides the faults. Immutable, any thread; the words are those of the reports. */
public enum Count {
    /** Readable pings; equals bids + no_bids + pings_undecided. */
    PINGS("pings"),
    BIDS("bids"),
    NO_BIDS("no_bids"),
    /** Pings that met a fault in which no decision is made. */
    PINGS_UNDECIDED("pings_undecided"),
    /** Readable posts; equals accepted + rejected + repeated + posts_undecided + posts_refused. */
    POSTS("posts"),
    ACCEPTED("accepted"),
    REJECTED("rejected"),
    /** Posts of a lead that was decided before: answered the same, booked once. */
    REPEATED("repeated"),
    POSTS_UNDECIDED("posts_undecided"),
    /** Posts turned away with 503 because the book's writer is behind. */
    POSTS_REFUSED("posts_refused"),
    /** What the accepted posts pay. */
    ACCEPTED_MICROS("accepted_micros"),
    /** Posts whose price is not what this buyer bid for that lead. */
    PRICE_DIFFERS("price_differs"),
    /** Decided posts whose answer did not leave whole: a fault, or a peer that hung up first. */
    POSTS_UNANSWERED("posts_unanswered"),
    CONNECTIONS("connections"),
    CONNECTIONS_REFUSED("connections_refused"),
    TLS_FAILED("tls_failed"),
    BAD_REQUESTS("bad_requests"),
    UNKNOWN_PATHS("unknown_paths"),
    TOO_LARGE("too_large"),
    PIPELINE_FULL("pipeline_full"),
    LEADS_FORGOTTEN("leads_forgotten"),
    REDIRECTS_FOLLOWED("redirects_followed"),
    STATUS_QUERIES("status_queries");

    private final String word;

    Count(final String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
