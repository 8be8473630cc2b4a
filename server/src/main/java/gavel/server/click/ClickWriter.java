package gavel.server.click;

import gavel.persist.record.RecordEncoder;
import gavel.persist.record.RecordKind;
import gavel.server.catalog.Offer;
import gavel.server.catalog.Publisher;
import gavel.server.lead.Lead;
import gavel.server.lead.Text;

/** Writes the record of a click, in the layout of docs/RECORDS.md. One per loop; allocates nothing. */
public final class ClickWriter {
    private static final int RECORD_MAX_BYTES = 2 * 1024;

    private final RecordEncoder encoder = new RecordEncoder(RECORD_MAX_BYTES);

    /** Where the last record stands. */
    public RecordEncoder encoder() {
        return encoder;
    }

    /**
     * A visit; returns the record's length.
     *
     * @param ipHash keyed hash of the visitor's address.
     */
    public int click(final long id, final int configVersion, final long epochNs, final Publisher publisher,
                     final Offer offer, final ClickQuery query, final long ipHash) {
        encoder.begin(RecordKind.CLICK, id, 0, configVersion, epochNs);
        encoder.putText(publisher.idBytes(), 0, publisher.idBytes().length);
        encoder.putText(offer.idBytes(), 0, offer.idBytes().length);
        for (int i = 0; i < Lead.SUBS; i++) {
            final Text sub = query.sub(i);
            encoder.putText(sub.bytes(), 0, sub.length());
        }
        encoder.putLong(ipHash).putByte(0);
        return encoder.end();
    }
}
