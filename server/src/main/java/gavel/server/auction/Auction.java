package gavel.server.auction;

import gavel.config.OfferConfig.EarlyClose;
import gavel.server.catalog.Hash64;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.PingStatus;

/**
 * Ranks the bids of a lead as they come: the highest first, equal ones by a key of campaign and publisher's own lead
 * id, which nobody can influence. One per loop.
 */
public final class Auction {
    /**
     * One lead in so many does not rely on what was learned, to find out that a campaign bids more than it did. Fewer
     * find out later; more wait for nothing.
     */
    private static final int CHECKS_EVERY = 64;

    private final HighestBids highestBids;

    public Auction(final HighestBids highestBids) {
        this.highestBids = highestBids;
    }

    /** Ranks a bid among those that were not tried yet, if it reaches the floor and leaves the offer's margin. */
    public void onBid(final Lead lead, final Candidate candidate) {
        candidate.tieKey(candidate.campaign().tieKey(lead.publisherLeadId().hash()));
        candidate.payoutMicros(PayoutTerms.payoutMicros(lead.offer().config().payout(), candidate.bidMicros()));
        if (lead.offer().config().earlyClose() == EarlyClose.LEARNED) {
            highestBids.onBid(candidate.campaign(), candidate.bidMicros());
        }
        if (isAcceptable(lead, candidate.bidMicros(), candidate.payoutMicros())) {
            insert(lead, candidate);
        } else {
            candidate.onBelowFloor();
        }
    }

    /**
     * Whether no ping that is still open could beat the best bid that was not tried yet. A candidate that can't beat it
     * now never can, unless the best is taken away; so each is looked at once.
     */
    public boolean isDecided(final Lead lead) {
        if (lead.next() == lead.rankedCount() || lead.offer().config().earlyClose() == EarlyClose.OFF) {
            return false;
        }
        final Candidate best = lead.ranked()[lead.next()];
        while (lead.contender() < lead.candidateCount()) {
            if (mayBeat(lead, lead.candidate(lead.contender()), best)) {
                return false;
            }
            lead.contender(lead.contender() + 1);
        }
        return true;
    }

    private boolean mayBeat(final Lead lead, final Candidate candidate, final Candidate best) {
        if (!candidate.isOpen()) {
            return false;
        }
        final long highest = highestBids.micros(candidate.campaign(), earlyClose(lead));
        return highest > best.bidMicros() || highest == best.bidMicros()
                && candidate.campaign().tieKey(lead.publisherLeadId().hash()) < best.tieKey();
    }

    private static EarlyClose earlyClose(final Lead lead) {
        final EarlyClose configured = lead.offer().config().earlyClose();
        return configured == EarlyClose.LEARNED
                && Long.remainderUnsigned(Hash64.mix(lead.publisherLeadId().hash()), CHECKS_EVERY) == 0
                ? EarlyClose.BID_MAX : configured;
    }

    /** Whether a bid beats the one that the lead is being posted for. */
    public boolean beatsWinner(final Lead lead, final Candidate candidate) {
        return candidate.status().isBid() && isBefore(candidate, lead.winner());
    }

    /**
     * Why a lead has no winner, once every ping has ended; NONE when it has one. That nobody bids is said only if
     * somebody who was asked declined.
     */
    public LeadReason whyUnsold(final Lead lead) {
        if (lead.rankedCount() > 0) {
            return LeadReason.NONE;
        }
        LeadReason reason = LeadReason.ALL_LATE;
        int busy = 0;
        int skipped = 0;
        for (int i = 0; i < lead.candidateCount(); i++) {
            final PingStatus status = lead.candidate(i).status();
            if (status == PingStatus.BELOW_FLOOR) {
                return LeadReason.BELOW_FLOOR;
            }
            busy += status == PingStatus.BUSY || status == PingStatus.LIMIT ? 1 : 0;
            skipped += status == PingStatus.SKIPPED ? 1 : 0;
            if (status == PingStatus.NO_BID || status == PingStatus.OVER_MAX) {
                reason = LeadReason.NO_BID;
            }
        }
        return busy > 0 && busy + skipped == lead.candidateCount() ? LeadReason.BUYERS_BUSY : reason;
    }

    /** Whether a bid that came too late would have been ranked. */
    public boolean isAcceptable(final Lead lead, final long priceMicros) {
        return isAcceptable(lead, priceMicros,
                PayoutTerms.payoutMicros(lead.offer().config().payout(), priceMicros));
    }

    /** At or above the floor, and leaves the offer's margin. */
    private static boolean isAcceptable(final Lead lead, final long priceMicros, final long payoutMicros) {
        return priceMicros >= Math.max(lead.floorMicros(), lead.offer().config().floorMicros())
                && PayoutTerms.leavesMargin(lead.offer().config().margin(), priceMicros, payoutMicros);
    }

    private static void insert(final Lead lead, final Candidate candidate) {
        final Candidate[] ranked = lead.ranked();
        int place = lead.rankedCount();
        while (place > lead.next() && isBefore(candidate, ranked[place - 1])) {
            ranked[place] = ranked[place - 1];
            place--;
        }
        ranked[place] = candidate;
        lead.rankedCount(lead.rankedCount() + 1);
    }

    private static boolean isBefore(final Candidate candidate, final Candidate other) {
        if (candidate.bidMicros() != other.bidMicros()) {
            return candidate.bidMicros() > other.bidMicros();
        }
        return candidate.tieKey() < other.tieKey();
    }
}
