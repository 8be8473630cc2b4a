package gavel.server.lead;

import gavel.persist.record.PostOutcome;

/** How one post ended; the codes stand in records. Immutable; any thread. */
public enum PostStatus {
    /** No byte of it left. */
    NOT_SENT(PostOutcome.NOT_SENT, "not_sent"),
    /** The buyer's answer matches its reject rule. */
    REJECTED(PostOutcome.REJECTED, "rejected"),
    /** The buyer's answer matches its accept rule. */
    SOLD(PostOutcome.SOLD, "sold"),
    /** Everything else: the buyer may have taken the lead. */
    UNKNOWN(PostOutcome.UNKNOWN, "unknown");

    private final int code;
    private final String label;

    PostStatus(final PostOutcome recorded, final String label) {
        this.code = recorded.code();
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
