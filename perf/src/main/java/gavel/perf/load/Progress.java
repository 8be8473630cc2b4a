package gavel.perf.load;

/**
 * Where a run stands.
 * Immutable.
 *
 * @param leads      planned for the whole run
 * @param ended      of them, so far, warm-up included
 * @param errors     of those that ended
 */
public record Progress(String publisher, double elapsedS, boolean isWarmUp, int leads, long ended, long sold,
                       long errors, int inFlight) {
}
