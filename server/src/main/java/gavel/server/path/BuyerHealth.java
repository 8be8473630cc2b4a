package gavel.server.path;

import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import gavel.server.ping.PingDeadline;
import gavel.server.route.BreakerGate;

/**
 * Tells the breakers which calls were answered and which failed. One per loop; confined to it. A buyer fails that does
 * not answer in its time, can't be reached, breaks off, or says what can't be read, that its server is broken or that
 * we ask too often. What it decides, no bid or a rejection, is an answer; what is given up for another reason, or never
 * left, says nothing. Its time here is what the configuration gives it: that we have learned to wait for less is no
 * fault of its own.
 */
final class BuyerHealth {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final BreakerGate.Cell[] breakers;
    private final PingDeadline deadline;

    /**
     * @param breakers by the buyers' index.
     */
    BuyerHealth(final BreakerGate.Cell[] breakers, final PingDeadline deadline) {
        this.breakers = breakers;
        this.deadline = deadline;
    }

    /** A ping ended, or could not be sent. */
    void onPinged(final Candidate candidate, final PingStatus status, final long nowNs) {
        switch (status) {
            case BID:
            case NO_BID:
            case OVER_MAX:
                breaker(candidate).onPing(true, nowNs);
                return;
            case HTTP_ERROR:
                breaker(candidate).onPing(isAnswer(candidate.httpStatus()), nowNs);
                return;
            case LATE:
                breaker(candidate).onPing(!deadline.isOverdue(candidate, nowNs), nowNs);
                return;
            case REFUSED:
            case RESET:
            case GARBAGE:
                breaker(candidate).onPing(false, nowNs);
                return;
            case TOO_LARGE:
                if (candidate.wasAsked()) {
                    breaker(candidate).onPing(false, nowNs);
                }
                return;
            default:
        }
    }

    /** The ping phase ended at its deadline: who has not answered failed, unless the lead left it too little time. */
    void onPingDeadline(final Lead lead, final long nowNs) {
        for (int i = 0; i < lead.candidateCount(); i++) {
            final Candidate candidate = lead.candidate(i);
            if (candidate.status() == PingStatus.TIMEOUT && deadline.hadItsTime(candidate, nowNs)) {
                breaker(candidate).onPing(false, nowNs);
            }
        }
    }

    /** A post was answered. */
    void onPostAnswer(final Candidate candidate, final PostStatus status, final long nowNs) {
        breaker(candidate).onPost(status == PostStatus.SOLD || status == PostStatus.REJECTED, nowNs);
    }

    /** A post ended without an answer that can be read. */
    void onPostFailed(final Candidate candidate, final long nowNs) {
        breaker(candidate).onPost(false, nowNs);
    }

    private static boolean isAnswer(final int httpStatus) {
        return httpStatus < SERVER_ERROR && httpStatus != TOO_MANY_REQUESTS;
    }

    private BreakerGate.Cell breaker(final Candidate candidate) {
        return breakers[candidate.campaign().buyerIndex()];
    }
}
