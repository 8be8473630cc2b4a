package gavel.server.path;

import gavel.server.click.ClickId;
import gavel.server.http.Bytes;
import gavel.server.intake.ClickIds;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Text;
import gavel.server.runtime.Counters;

/**
 * Opens the click ids that leads carry. One per loop; confined to it. One that is not good for this lead is counted,
 * and the lead goes on without it: its sale is then the posting publisher's.
 */
public final class ClickOpener implements ClickIds {
    private final ClickId clickId;
    private final Counters counters;
    private final Text offer = new Text(64);

    public ClickOpener(final ClickId clickId, final Counters counters) {
        this.clickId = clickId;
        this.counters = counters;
    }

    @Override
    public void open(final Lead lead) {
        final Text text = lead.clickText();
        if (text.length() == 0) {
            return;
        }
        final long id = clickId.open(text.bytes(), 0, text.length(), lead.clickPublisher(), offer);
        if (id == 0) {
            counters.countReason(LeadReason.FORGED_CLICK.ordinal());
        } else if (Bytes.equal(offer.bytes(), 0, offer.length(), lead.offer().idBytes())) {
            lead.clickId(id);
        } else {
            lead.clickPublisher().clear();
            counters.countReason(LeadReason.OTHER_OFFERS_CLICK.ordinal());
        }
    }
}
