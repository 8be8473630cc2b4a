package gavel.persist.record;

import java.util.List;
import java.util.Locale;

/**
 * Names of the statuses that records hold as codes, for people; a test of the server holds them against its enums.
 * Stateless; any thread.
 */
public final class StatusNames {
    private static final List<String> PING = List.of("asked", "bid", "no_bid", "late", "timeout", "refused", "reset",
            "garbage", "too_large", "http_error", "limit", "over_max", "below_floor", "skipped", "busy", "not_waited",
            "bid_later");

    private StatusNames() {
    }

    /** How a ping ended, or the code's digits when it has no name. */
    public static String ping(final int code) {
        return code >= 0 && code < PING.size() ? PING.get(code) : Integer.toString(code);
    }

    /** How a post ended, or the code's digits when it has no name. */
    public static String post(final int code) {
        final PostOutcome outcome = PostOutcome.ofCode(code);
        return outcome == null ? Integer.toString(code) : outcome.name().toLowerCase(Locale.ROOT);
    }
}
