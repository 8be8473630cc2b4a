package gavel.server.route;

import gavel.server.catalog.Campaign;
import gavel.server.catalog.CampaignIndex;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;

/** Chooses the campaigns that may be asked for a lead. One per loop. Reserves nothing: that is done before a post. */
public final class Router {
    private final CapGate.Cell[] caps;
    private boolean cut;

    /**
     * @param caps by the campaigns' index.
     */
    public Router(final CapGate.Cell[] caps) {
        this.caps = caps;
    }

    /**
     * Adds the candidates to the lead, in the configuration's order.
     *
     * @return NONE, or why there is no candidate: the last hurdle that any campaign came to.
     */
    public LeadReason route(final Lead lead, final long epochMs) {
        cut = false;
        final Campaign[] campaigns = lead.offer().campaigns();
        final CampaignIndex index = lead.offer().index();
        LeadReason hurdle = campaigns.length == 0 ? LeadReason.NO_CAMPAIGN : LeadReason.NO_MATCH;
        index.match(lead.values());
        for (int i = index.next(0); i != CampaignIndex.NONE; i = index.next(i + 1)) {
            final Campaign campaign = campaigns[i];
            final LeadReason reason = check(campaign, epochMs);
            if (reason == LeadReason.NONE) {
                if (!lead.addCandidate(campaign)) {
                    cut = true;
                    return LeadReason.NONE;
                }
            } else if (reason.code() > hurdle.code()) {
                hurdle = reason;
            }
        }
        return lead.candidateCount() > 0 ? LeadReason.NONE : hurdle;
    }

    /** Whether the last lead had more campaigns than may be asked for it; those that were left are not looked at. */
    public boolean isCut() {
        return cut;
    }

    private LeadReason check(final Campaign campaign, final long epochMs) {
        if (!campaign.isOpen(epochMs)) {
            return LeadReason.ALL_CLOSED;
        }
        final long cap = campaign.config().leadsPerDay();
        return caps[campaign.index()].hasRoom(campaign.capDay(epochMs), cap) ? LeadReason.NONE
                : LeadReason.ALL_CAPPED;
    }
}
