package gavel.server.route;

import gavel.server.catalog.Campaign;
import gavel.server.catalog.CampaignIndex;
import gavel.server.catalog.Catalog;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;

/**
 * Chooses the campaigns that may be asked for a lead. One per loop. Reserves nothing: that is done before a post. A
 * campaign that would be asked and whose buyer's calls fail may be skipped; never all of them: of a lead that would be
 * left with nobody, the one that is skipped least is asked.
 */
public final class Router {
    private final CapCheck caps;
    private final BreakerGate.Cell[] breakers;
    private final Campaign[] skipped;
    private int skippedCount;
    private int askedCount;
    private boolean cut;
    private boolean probe;

    /**
     * @param breakers by the buyers' index.
     */
    public Router(final Catalog catalog, final CapCheck caps, final BreakerGate.Cell[] breakers) {
        this.caps = caps;
        this.breakers = breakers;
        this.skipped = new Campaign[catalog.campaigns().size()];
    }

    /**
     * Adds the candidates to the lead, in the configuration's order, and behind them, where there is room, those that
     * are skipped.
     *
     * @return NONE, or why there is no candidate: the last hurdle that any campaign came to.
     */
    public LeadReason route(final Lead lead, final long epochMs) {
        cut = false;
        probe = false;
        skippedCount = 0;
        askedCount = 0;
        if (!caps.hasRoom(lead, epochMs)) {
            return LeadReason.PARTY_CAPPED;
        }
        final Campaign[] campaigns = lead.offer().campaigns();
        final CampaignIndex index = lead.offer().index();
        LeadReason hurdle = campaigns.length == 0 ? LeadReason.NO_CAMPAIGN : LeadReason.NO_MATCH;
        index.match(lead.values());
        for (int i = index.next(0); i != CampaignIndex.NONE; i = index.next(i + 1)) {
            final Campaign campaign = campaigns[i];
            final LeadReason reason = campaign.isOpen(epochMs) ? caps.hurdle(campaign, lead, epochMs)
                    : LeadReason.ALL_CLOSED;
            if (reason == LeadReason.NONE) {
                if (skips(campaign, lead)) {
                    skipped[skippedCount++] = campaign;
                } else if (!lead.addCandidate(campaign)) {
                    cut = true;
                    break;
                }
            } else if (reason.code() > hurdle.code()) {
                hurdle = reason;
            }
        }
        askedCount = lead.candidateCount();
        if (skippedCount > 0) {
            addSkipped(lead);
        }
        return lead.candidateCount() > 0 ? LeadReason.NONE : hurdle;
    }

    /** Whether the last lead had more campaigns than may be asked for it; those that were left are not looked at. */
    public boolean isCut() {
        return cut;
    }

    /** Whether all campaigns of the last lead were to be skipped, so that one of them is asked all the same. */
    public boolean isProbe() {
        return probe;
    }

    /** Candidates of the last lead that are to be asked. */
    public int askedCount() {
        return askedCount;
    }

    /** Campaigns that were skipped for the last lead. */
    public int skippedCount() {
        return skippedCount;
    }

    private boolean skips(final Campaign campaign, final Lead lead) {
        final BreakerGate.Cell breaker = breakers[campaign.buyerIndex()];
        final int sharePpm = breaker.sharePpm(lead.receivedNs());
        return sharePpm > 0 && breaker.skips(lead.publisherLeadId().hash(), sharePpm);
    }

    private void addSkipped(final Lead lead) {
        if (lead.candidateCount() == 0) {
            final int asked = leastSkipped(lead.publisherLeadId().hash(), lead.receivedNs());
            probe = lead.addCandidate(skipped[asked]);
            askedCount = 1;
            skippedCount--;
            System.arraycopy(skipped, asked + 1, skipped, asked, skippedCount - asked);
        }
        for (int i = 0; i < skippedCount; i++) {
            breakers[skipped[i].buyerIndex()].onSkipped(lead.receivedNs());
            lead.addSkipped(skipped[i]);
        }
    }

    /** Of those with one share, the one that would win the tie. */
    private int leastSkipped(final long leadHash, final long nowNs) {
        int least = 0;
        int leastPpm = BreakerGate.WHOLE_PPM;
        for (int i = 0; i < skippedCount; i++) {
            final int sharePpm = breakers[skipped[i].buyerIndex()].sharePpm(nowNs);
            if (sharePpm < leastPpm || sharePpm == leastPpm
                    && skipped[i].tieKey(leadHash) < skipped[least].tieKey(leadHash)) {
                least = i;
                leastPpm = sharePpm;
            }
        }
        return least;
    }
}
