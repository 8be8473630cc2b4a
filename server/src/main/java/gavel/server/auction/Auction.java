package gavel.server.auction;

import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.PingStatus;

/**
 * Ranks the bids of a lead: the highest first, equal ones by a key of campaign and publisher's own lead id, which
 * nobody can influence. One per loop.
 */
public final class Auction {
    /**
     * Ranks all bids at or above the floor that leave the offer's margin.
     *
     * @return NONE, or why there is no winner.
     */
    public LeadReason rank(final Lead lead) {
        final long leadHash = lead.publisherLeadId().hash();
        int count = 0;
        int bids = 0;
        int answers = 0;
        for (int i = 0; i < lead.candidateCount(); i++) {
            final Candidate candidate = lead.candidate(i);
            if (candidate.status() == PingStatus.BID) {
                bids++;
                candidate.tieKey(candidate.campaign().tieKey(leadHash));
                candidate.payoutMicros(PayoutTerms.payoutMicros(lead.offer().config().payout(),
                        candidate.bidMicros()));
                if (isAcceptable(lead, candidate)) {
                    insert(lead.ranked(), count++, candidate);
                } else {
                    candidate.onRanked(PingStatus.BELOW_FLOOR);
                }
            } else if (candidate.status() != PingStatus.TIMEOUT && candidate.status() != PingStatus.LATE
                    && !candidate.isSkipped()) {
                answers++;
            }
        }
        lead.rankedCount(count);
        if (count > 0) {
            return LeadReason.NONE;
        }
        return bids > 0 ? LeadReason.BELOW_FLOOR : answers > 0 ? LeadReason.NO_BID : LeadReason.ALL_LATE;
    }

    /** At or above the floor, and leaves the offer's margin. */
    private static boolean isAcceptable(final Lead lead, final Candidate candidate) {
        final long price = candidate.bidMicros();
        return price >= Math.max(lead.floorMicros(), lead.offer().config().floorMicros())
                && PayoutTerms.leavesMargin(lead.offer().config().margin(), price, candidate.payoutMicros());
    }

    private static void insert(final Candidate[] ranked, final int count, final Candidate candidate) {
        int place = count;
        while (place > 0 && isBefore(candidate, ranked[place - 1])) {
            ranked[place] = ranked[place - 1];
            place--;
        }
        ranked[place] = candidate;
    }

    private static boolean isBefore(final Candidate candidate, final Candidate other) {
        if (candidate.bidMicros() != other.bidMicros()) {
            return candidate.bidMicros() > other.bidMicros();
        }
        return candidate.tieKey() < other.tieKey();
    }
}
