package gavel.persist.record;

/** How an attempt to post ended, as records say it; a code is never used again for another meaning. Any thread. */
public enum PostOutcome {
    /** No byte of it left. */
    NOT_SENT(1),
    /** The buyer does not want it. */
    REJECTED(2),
    /** The buyer has it: a SALE record, never a POST_ENDED. */
    SOLD(3),
    /** The buyer may have it. */
    UNKNOWN(4);

    private final int code;

    PostOutcome(final int code) {
        this.code = code;
    }

    /** The outcome of a code, or null when there is none. */
    public static PostOutcome ofCode(final int code) {
        for (final PostOutcome outcome : values()) {
            if (outcome.code == code) {
                return outcome;
            }
        }
        return null;
    }

    /** As it stands in records. */
    public int code() {
        return code;
    }
}
