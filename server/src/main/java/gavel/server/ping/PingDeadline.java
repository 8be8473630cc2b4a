package gavel.server.ping;

import gavel.config.ServerConfig;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;

/** When the ping phase of a lead ends. Immutable; any thread. */
public final class PingDeadline {
    private final long timeoutNs;
    private final long reserveNs;

    public PingDeadline(final ServerConfig.Ping ping, final ServerConfig.Post post) {
        this.timeoutNs = ping.timeoutNs();
        this.reserveNs = post.reserveNs();
    }

    /**
     * The phase ends at its timeout, or when every buyer has had its own, and early enough to post: the reserve before
     * the lead's deadline, or half of what is left where that is less than twice the reserve.
     */
    public long deadlineNs(final Lead lead, final long nowNs) {
        long longestNs = 0;
        for (int i = 0; i < lead.candidateCount(); i++) {
            if (!lead.candidate(i).isSkipped()) {
                longestNs = Math.max(longestNs, timeoutNs(lead.candidate(i)));
            }
        }
        final long leftNs = Math.max(0, lead.deadlineNs() - nowNs);
        return nowNs + Math.min(longestNs, leftNs - Math.min(reserveNs, leftNs / 2));
    }

    /** How long a candidate may answer, asked now: to the phase's end, or as long as its buyer's own timeout. */
    public long callEndsNs(final Candidate candidate, final long phaseEndsNs, final long nowNs) {
        return Math.min(phaseEndsNs, nowNs + timeoutNs(candidate));
    }

    /** Whether a candidate had most of the time that its buyer may take: less of it says nothing of the buyer. */
    public boolean hadItsTime(final Candidate candidate, final long nowNs) {
        return nowNs - candidate.askedNs() >= timeoutNs(candidate) / 2;
    }

    /** Whether an answer came after its buyer's own timeout. */
    public boolean isLate(final Candidate candidate, final long nowNs) {
        return nowNs - candidate.askedNs() > timeoutNs(candidate);
    }

    private long timeoutNs(final Candidate candidate) {
        final long own = candidate.campaign().buyer().ping().timeoutNs();
        return own == 0 ? timeoutNs : Math.min(own, timeoutNs);
    }
}
