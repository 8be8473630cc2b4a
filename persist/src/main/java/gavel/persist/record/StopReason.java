package gavel.persist.record;

import gavel.persist.record.Bodies.Outcome;

/**
 * Why a lead ended that an unclean stop had cut short, as records say it: the codes are those of the path's reasons of
 * the same names. Any thread.
 */
public enum StopReason {
    /** Whoever was posted to did not take it, and nobody else was asked any more. */
    NO_TIME_TO_POST(502, Outcome.UNSOLD),
    /** A buyer may have it. */
    POST_UNKNOWN(505, Outcome.UNKNOWN);

    private final int code;
    private final Outcome outcome;

    StopReason(final int code, final Outcome outcome) {
        this.code = code;
        this.outcome = outcome;
    }

    /** As it stands in records. */
    public int code() {
        return code;
    }

    /** How the lead ended. */
    public Outcome outcome() {
        return outcome;
    }
}
