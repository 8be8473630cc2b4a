package gavel.server.validate;

import gavel.server.catalog.Hash64;
import gavel.server.catalog.Vertical;
import gavel.server.lead.Lead;

/** Finds the identities of a lead's person. One per loop. */
public final class DuplicateCheck {
    private static final long SECOND_NS = 1_000_000_000L;

    private final SipHash sipHash;

    public DuplicateCheck(final SipHash sipHash) {
        this.sipHash = sipHash;
    }

    /** Notes on the lead the keyed hashes of its identifying fields, each within its vertical and type. */
    public void identify(final Lead lead) {
        final Vertical vertical = lead.offer().vertical();
        final byte[] id = lead.offer().verticalBytes();
        final long verticalHash = Hash64.of(id, 0, id.length);
        int count = 0;
        for (final int field : vertical.duplicateFields()) {
            if (lead.values().has(field) && count < Lead.DUPLICATES_MAX) {
                final long domain = verticalHash ^ vertical.field(field).type().ordinal();
                final long hash = sipHash.hash(domain, lead.values().text(), lead.values().offset(field),
                        lead.values().length(field));
                final long identity = hash == 0 ? 1 : hash;
                if (!has(lead.duplicates(), count, identity)) {
                    lead.duplicates()[count++] = identity;
                }
            }
        }
        lead.duplicateCount(count);
    }

    /** The same number in two fields is one identity: a lead must not be taken for its own duplicate. */
    private static boolean has(final long[] identities, final int count, final long identity) {
        for (int i = 0; i < count; i++) {
            if (identities[i] == identity) {
                return true;
            }
        }
        return false;
    }

    /** Until when a lead blocks its like, seconds since 1970. */
    public static long untilS(final long receivedEpochNs, final long windowNs) {
        return (receivedEpochNs + windowNs) / SECOND_NS;
    }
}
