package gavel.perf.load;

import java.util.ArrayList;
import java.util.List;

import org.HdrHistogram.Histogram;

/**
 * What a run is worth: first whether the generator kept its own plan, then whether the goals were kept.
 * Immutable.
 *
 * <p>A run is invalid if the p99 of the send lag is above the larger of 1 ms and 5 % of the p99 of the response, or
 * if a measured lead was not sent at all. An invalid run has no other verdict: a slow generator makes pretty numbers.
 *
 * @param invalidities why it is invalid; empty if it is valid
 */
public record Verdict(List<String> invalidities, List<Goal.Check> goals, boolean isInterrupted) {
    public static final int PASS = 0;
    public static final int INTERNAL = 1;
    public static final int USAGE = 2;
    public static final int INVALID = 3;
    public static final int GOAL_FAILED = 4;
    public static final int UNREACHABLE = 6;
    public static final int INTERRUPTED = 130;

    private static final long LAG_ALLOWED_US = 1_000;
    private static final double LAG_SHARE_ALLOWED = 0.05;

    /** Judges a run; {@code added} is null where it was not measured. */
    public static Verdict of(final LoadResult result, final List<Goal> goals, final Histogram added) {
        final List<Goal.Check> checks = goals.stream().map(goal -> goal.check(result, added)).toList();
        return new Verdict(invalidities(Percentile.P99.of(result.latency().sendLag()),
            Percentile.P99.of(result.latency().response()),
            result.measured().count(Outcome.NOT_SENT)), checks, result.isInterrupted());
    }

    static List<String> invalidities(final long lagP99Us, final long responseP99Us, final long notSent) {
        final List<String> reasons = new ArrayList<>();
        final double allowedUs = Math.max(LAG_ALLOWED_US, LAG_SHARE_ALLOWED * responseP99Us);
        if (lagP99Us > allowedUs) {
            reasons.add(String.format("send lag p99 is %.3fms, more than %.3fms: the generator was too slow",
                lagP99Us / 1e3, allowedUs / 1e3));
        }
        if (notSent > 0) {
            reasons.add(notSent + " leads were not sent: every connection was in use when they were due");
        }
        return reasons;
    }

    public boolean isValid() {
        return invalidities.isEmpty();
    }

    /** One word. */
    public String word() {
        return switch (exitCode()) {
            case INTERRUPTED -> "INTERRUPTED";
            case INVALID -> "INVALID";
            case GOAL_FAILED -> "FAIL";
            default -> "PASS";
        };
    }

    public int exitCode() {
        if (isInterrupted) {
            return INTERRUPTED;
        }
        if (!isValid()) {
            return INVALID;
        }
        return goals.stream().allMatch(Goal.Check::isKept) ? PASS : GOAL_FAILED;
    }
}
