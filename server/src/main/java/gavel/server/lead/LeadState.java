package gavel.server.lead;

/** Where a lead is in its life. Immutable; any thread. */
public enum LeadState {
    /** In the pool. */
    FREE(0, "not in use"),
    /** Its request is being read. */
    INTAKE(1, "its request is being read"),
    /** It is well-formed, and nobody was asked yet. */
    VALIDATED(2, "its fields are good"),
    /** Candidates were chosen. */
    ROUTED(3, "campaigns that may be asked were chosen"),
    /** Candidates are asked for a price. */
    PINGING(4, "candidates are asked for a price"),
    /** Bids are ranked. */
    AUCTIONED(5, "bids are ranked"),
    /** The intent to post waits for its record. */
    INTENDED(6, "the intent to post is being recorded"),
    /** The full lead is with a buyer. */
    POSTING(7, "the full lead is with a buyer"),
    /** The outcome waits for its record. */
    RECORDING(8, "the outcome is being recorded"),
    /** A buyer bought it. */
    SOLD(9, "a buyer bought it"),
    /** Nobody bought it. */
    UNSOLD(10, "nobody bought it"),
    /** A buyer may have it. */
    UNKNOWN(11, "a buyer may have taken it"),
    /** It is not fit to be offered. */
    REJECTED(12, "it is not fit to be offered"),
    /** It was sold before. */
    DUPLICATE(13, "the same person was sold before"),
    /** It waits for the answer of the lead that it repeats. */
    REPEATED(14, "it waits for the answer of the lead that it repeats");

    private final int code;
    private final String sentence;

    LeadState(final int code, final String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** Its number. */
    public int code() {
        return code;
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }

    /** Whether a lead that is here goes nowhere but back to the pool. */
    public boolean isEnd() {
        return this == SOLD || this == UNSOLD || this == UNKNOWN || this == REJECTED || this == DUPLICATE;
    }

    /** Whether a lead may go from here to there. */
    public boolean mayBecome(final LeadState next) {
        switch (this) {
            case FREE:
                return next == INTAKE;
            case INTAKE:
                return next == VALIDATED || next == REJECTED || next == DUPLICATE || next == REPEATED;
            case REPEATED:
                return next == VALIDATED || next == REJECTED || next == DUPLICATE || next == REPEATED || next == FREE;
            case VALIDATED:
                return next == ROUTED || next == RECORDING || next == REJECTED;
            case ROUTED:
                return next == PINGING || next == REJECTED;
            case PINGING:
                return next == AUCTIONED || next == REJECTED;
            case AUCTIONED:
                return next == INTENDED || next == PINGING || next == RECORDING || next == REJECTED;
            case INTENDED:
                return next == POSTING || next == AUCTIONED;
            case POSTING:
                return next == POSTING || next == AUCTIONED || next == RECORDING;
            case RECORDING:
                return next == SOLD || next == UNSOLD || next == UNKNOWN;
            default:
                return next == FREE;
        }
    }
}
