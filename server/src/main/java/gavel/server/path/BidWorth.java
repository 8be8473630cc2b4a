package gavel.server.path;

import gavel.server.auction.Auction;
import gavel.server.buyer.BidTimes;
import gavel.server.buyer.BuyerPort;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.PingStatus;

/**
 * Notes what each bid of a lead was worth: by how much it is above the best of the others that came in time, so what
 * the price would have lost without it; for a late one, by how much it would have been above. One per loop; confined to
 * it. What became of the post is not looked at: nobody knows it of a bid that came late. A ping that an early close
 * left open counts as one that added nothing, because it could not have won.
 */
final class BidWorth {
    private final Auction auction;
    private final BuyerPort[] buyers;

    /**
     * @param buyers by their index.
     */
    BidWorth(final Auction auction, final BuyerPort[] buyers) {
        this.auction = auction;
        this.buyers = buyers;
    }

    /** A lead ended. Buyers that had less than all their time for it are left out, or what is slow would be missing. */
    void onEnded(final Lead lead) {
        long best = 0;
        long second = 0;
        for (int i = 0; i < lead.candidateCount(); i++) {
            if (lead.candidate(i).status().isBid()) {
                final long micros = lead.candidate(i).bidMicros();
                second = Math.max(second, Math.min(best, micros));
                best = Math.max(best, micros);
            }
        }
        for (int i = 0; i < lead.candidateCount(); i++) {
            final Candidate candidate = lead.candidate(i);
            if (candidate.hasAllItsTime() && candidate.wasAsked()) {
                note(candidate, added(lead, candidate, best, second));
            }
        }
    }

    private void note(final Candidate candidate, final long addedMicros) {
        final BidTimes times = buyers[candidate.campaign().buyerIndex()].stats().bidTimes();
        times.onPing();
        if (candidate.bidMicros() > 0 || candidate.lateMicros() > 0) {
            times.onBid(candidate.elapsedUs(), addedMicros);
        }
    }

    private long added(final Lead lead, final Candidate candidate, final long best, final long second) {
        if (candidate.status().isBid()) {
            return candidate.bidMicros() == best ? best - second : 0;
        }
        return candidate.status() == PingStatus.LATE && auction.isAcceptable(lead, candidate.lateMicros())
                ? Math.max(0, candidate.lateMicros() - best) : 0;
    }
}
