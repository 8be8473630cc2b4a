package gavel.server.lead;

/** How one post ended; the codes stand in records. Immutable; any thread. */
public enum PostStatus {
    /** No byte of it left. */
    NOT_SENT(1, "not_sent"),
    /** The buyer's answer matches its reject rule. */
    REJECTED(2, "rejected"),
    /** The buyer's answer matches its accept rule. */
    SOLD(3, "sold"),
    /** Everything else: the buyer may have taken the lead. */
    UNKNOWN(4, "unknown");

    private final int code;
    private final String label;

    PostStatus(final int code, final String label) {
        this.code = code;
        this.label = label;
    }

    /** As it stands in records. */
    public int code() {
        return code;
    }

    /** As it stands in metrics. */
    public String label() {
        return label;
    }
}
