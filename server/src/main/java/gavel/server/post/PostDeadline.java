package gavel.server.post;

import gavel.config.ServerConfig;
import gavel.server.lead.Lead;

/** When a post is given up, and when a publisher hears that its lead is still with a buyer. Immutable; any thread. */
public final class PostDeadline {
    /** Pending is said so long before the deadline: a timer is up to two ticks late, and an answer takes its way. */
    private static final long PENDING_MARGIN_NS = 4_000_000;
    private static final int PENDING_MARGIN_PART = 4;

    private final long timeoutNs;

    public PostDeadline(final ServerConfig.Post post) {
        this.timeoutNs = post.timeoutNs();
    }

    /** When a publisher that has no answer yet is told that it is pending, so that it hears it before its deadline. */
    public static long answerByNs(final Lead lead) {
        return lead.deadlineNs()
                - Math.min(PENDING_MARGIN_NS, (lead.deadlineNs() - lead.receivedNs()) / PENDING_MARGIN_PART);
    }

    /** Whether the buyer has had its time for the running post. */
    public boolean isOver(final Lead lead, final long nowNs) {
        return nowNs - lead.postStartedNs() >= timeoutNs(lead);
    }

    /** When the running post is given up. */
    public long callEndsNs(final Lead lead) {
        return lead.postStartedNs() + timeoutNs(lead);
    }

    /** When the running post is to be looked at next: it is over, or the publisher is to hear that it is pending. */
    public long nextNs(final Lead lead) {
        final long overNs = callEndsNs(lead);
        return lead.isAnswered() ? overNs : Math.min(overNs, answerByNs(lead));
    }

    /**
     * Whether a post without an answer is sent again: once, to a buyer that says that the same key twice is one lead to
     * it, and while somebody waits.
     */
    public static boolean mayPostAgain(final Lead lead, final long nowNs) {
        return lead.winner().campaign().buyer().post().idempotent() && !lead.isPostedAgain()
                && nowNs < lead.deadlineNs();
    }

    private long timeoutNs(final Lead lead) {
        final long own = lead.winner().campaign().buyer().post().timeoutNs();
        return own == 0 ? timeoutNs : own;
    }
}
