package gavel.server.path;

import gavel.server.click.ClickId;
import gavel.server.intake.ClickIds;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.runtime.Counter;
import gavel.server.runtime.Counters;

/** Opens the click ids that leads carry. One per loop; confined to it. */
public final class ClickOpener implements ClickIds {
    private final ClickId clickId;
    private final Counters counters;

    public ClickOpener(final ClickId clickId, final Counters counters) {
        this.clickId = clickId;
        this.counters = counters;
    }

    /** A forged one is counted, and the lead goes on without it: its sale is then the posting publisher's. */
    @Override
    public void open(final Lead lead, final byte[] source, final int offset, final int length) {
        if (length == 0) {
            return;
        }
        lead.clickId(clickId.open(source, offset, length, lead.clickPublisher()));
        if (lead.clickId() == 0) {
            lead.clickForged(true);
            counters.count(Counter.VALIDATE_CLICK_FORGED);
            counters.countReason(LeadReason.FORGED_CLICK.ordinal());
        }
    }
}
