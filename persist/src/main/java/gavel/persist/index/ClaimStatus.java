package gavel.persist.index;

/** How a claim ended. Immutable; any thread. */
public enum ClaimStatus {
    /** The caller has it. */
    CLAIMED,
    /** Somebody else has it. */
    TAKEN,
    /** There is no room to remember the claim, so it must be treated as refused. */
    FULL
}
