package gavel.server.ping;

import gavel.config.ServerConfig;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;

/** How long each candidate may take to answer, and when the ping phase of a lead ends. Immutable; any thread. */
public final class PingDeadline {
    /** A buyer that had less than this part of its time and did not answer is not blamed. */
    private static final int PART_THAT_COUNTS = 2;

    private final PingTimeouts.Cell[] timeouts;
    private final long reserveNs;

    /**
     * @param timeouts by the buyers' index.
     */
    public PingDeadline(final PingTimeouts.Cell[] timeouts, final ServerConfig.Post post) {
        this.timeouts = timeouts;
        this.reserveNs = post.reserveNs();
    }

    /**
     * Sets how long each candidate has, asked now, and the phase's end: when every buyer has had its time, and early
     * enough to post: the reserve before the lead's deadline, or half of what is left where that is less than twice the
     * reserve.
     */
    public void begin(final Lead lead, final long nowNs) {
        long longestNs = 0;
        for (int i = 0; i < lead.candidateCount(); i++) {
            final Candidate candidate = lead.candidate(i);
            if (!candidate.isSkipped()) {
                candidate.timeoutNs(timeout(candidate).timeoutNs(lead));
                longestNs = Math.max(longestNs, candidate.timeoutNs());
            }
        }
        final long leftNs = Math.max(0, lead.deadlineNs() - nowNs);
        final long phaseNs = Math.min(longestNs, leftNs - Math.min(reserveNs, leftNs / 2));
        lead.pingDeadlineNs(nowNs + phaseNs);
        for (int i = 0; i < lead.candidateCount(); i++) {
            final Candidate candidate = lead.candidate(i);
            final long hasNs = Math.min(phaseNs, candidate.timeoutNs());
            candidate.callEndsNs(nowNs + hasNs);
            candidate.hasAllItsTime(!candidate.isSkipped() && hasNs == timeout(candidate).mostNs());
        }
    }

    /**
     * Ends the phase sooner once all have ended that may take until its end; returns whether it does. Who is behind the
     * lead's mark may not take so long, or has ended, so each is looked at once.
     */
    public boolean endsSooner(final Lead lead) {
        while (lead.pingMark() < lead.candidateCount()) {
            final Candidate candidate = lead.candidate(lead.pingMark());
            if (candidate.isOpen() && candidate.callEndsNs() >= lead.pingDeadlineNs()) {
                return false;
            }
            lead.pingMark(lead.pingMark() + 1);
        }
        long latestNs = Long.MIN_VALUE;
        for (int i = 0; i < lead.candidateCount(); i++) {
            if (lead.candidate(i).isOpen()) {
                latestNs = Math.max(latestNs, lead.candidate(i).callEndsNs());
            }
        }
        if (latestNs == Long.MIN_VALUE) {
            return false;
        }
        lead.pingMark(0);
        lead.pingDeadlineNs(latestNs);
        return true;
    }

    /**
     * Whether a candidate without an answer had the time that says something of its buyer: half of what it may have,
     * and all of it where only what was learned made it less.
     */
    public boolean hadItsTime(final Candidate candidate, final long nowNs) {
        final long mostNs = timeout(candidate).mostNs();
        return nowNs - candidate.askedNs() >= (candidate.timeoutNs() < mostNs ? mostNs : mostNs / PART_THAT_COUNTS);
    }

    /** Whether an answer came after the time that its candidate had. */
    public boolean isLate(final Candidate candidate, final long nowNs) {
        return nowNs - candidate.askedNs() > candidate.timeoutNs();
    }

    /** Whether an answer came after the most that its buyer may take, whatever was learned. */
    public boolean isOverdue(final Candidate candidate, final long nowNs) {
        return nowNs - candidate.askedNs() > timeout(candidate).mostNs();
    }

    private PingTimeouts.Cell timeout(final Candidate candidate) {
        return timeouts[candidate.campaign().buyerIndex()];
    }
}
