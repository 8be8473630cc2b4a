package gavel.perf.load;

/**
 * How leads are spread over time.
 * Immutable.
 */
public enum Arrivals {
    /** Independent of each other, as people are: exponential gaps. */
    POISSON,
    /** One exact gap after the other. */
    UNIFORM
}
