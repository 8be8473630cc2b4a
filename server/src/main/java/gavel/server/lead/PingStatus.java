package gavel.server.lead;

/** How asking one campaign ended; the codes stand in records. Immutable; any thread. */
public enum PingStatus {
    /** Still waited for. */
    ASKED(0, "asked"),
    /** It made a bid. */
    BID(1, "bid"),
    /** It answered, and declined. */
    NO_BID(2, "no_bid"),
    /** It answered after the time that it had, while the phase went on for others. */
    LATE(3, "late"),
    /** It had not answered when the phase ended, and had had its time. */
    TIMEOUT(4, "timeout"),
    /** No connection could be made. */
    REFUSED(5, "refused"),
    /** The connection broke before an answer. */
    RESET(6, "reset"),
    /** The answer could not be read. */
    GARBAGE(7, "garbage"),
    /** The answer was over the limit. */
    TOO_LARGE(8, "too_large"),
    /** A status other than 2xx. */
    HTTP_ERROR(9, "http_error"),
    /** No connection was free. */
    LIMIT(10, "limit"),
    /** The bid was over the campaign's maximum. */
    OVER_MAX(11, "over_max"),
    /** The bid was below the floor. */
    BELOW_FLOOR(12, "below_floor"),
    /** It was not asked, because its buyer's calls fail. */
    SKIPPED(13, "skipped"),
    /** As many calls to its buyer were under way as may be. */
    BUSY(14, "busy"),
    /** The lead ended before it answered, and needed no answer: it could not have won, or the lead was given up. */
    NOT_WAITED(15, "not_waited"),
    /** It made a bid that the first post had not waited for: a runner-up. */
    BID_LATER(16, "bid_later");

    private final int code;
    private final String label;

    PingStatus(final int code, final String label) {
        this.code = code;
        this.label = label;
    }

    /** As it stands in records. */
    public int code() {
        return code;
    }

    /** Whether it is a bid. */
    public boolean isBid() {
        return this == BID || this == BID_LATER;
    }

    /** As it stands in metrics. */
    public String label() {
        return label;
    }
}
