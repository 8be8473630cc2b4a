package gavel.persist.record;

import java.util.List;

/**
 * Names of the statuses that records hold as codes, for people and for the ledger; a test of the server holds them
 * against its enums. Stateless; any thread.
 */
public final class StatusNames {
    private static final List<String> PING = List.of("asked", "bid", "no_bid", "late", "timeout", "refused", "reset",
            "garbage", "too_large", "http_error", "limit", "over_max", "below_floor");
    private static final List<String> POST = List.of("", "not_sent", "rejected", "sold", "unknown");

    private StatusNames() {
    }

    /** How a ping ended, or the code's digits when it has no name. */
    public static String ping(final int code) {
        return code >= 0 && code < PING.size() ? PING.get(code) : Integer.toString(code);
    }

    /** How a post ended, or the code's digits when it has no name. */
    public static String post(final int code) {
        return code > 0 && code < POST.size() ? POST.get(code) : Integer.toString(code);
    }
}
