package gavel.server.validate;

import gavel.config.FieldType;
import gavel.server.catalog.FieldValues;
import gavel.server.catalog.Hash64;
import gavel.server.catalog.Vertical;
import gavel.server.lead.Lead;

import java.nio.charset.StandardCharsets;

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
                final long identity = identity(verticalHash, vertical.field(field).type(), lead.values(), field);
                if (!has(lead.duplicates(), count, identity)) {
                    lead.duplicates()[count++] = identity;
                }
            }
        }
        lead.duplicateCount(count);
    }

    /** What a lead of a vertical with that phone or e-mail has among its identities. */
    public long identity(final String verticalId, final Vertical vertical, final FieldValues values, final int field) {
        final byte[] id = verticalId.getBytes(StandardCharsets.UTF_8);
        return identity(Hash64.of(id, 0, id.length), vertical.field(field).type(), values, field);
    }

    private long identity(final long verticalHash, final FieldType type, final FieldValues values, final int field) {
        final long hash = sipHash.hash(verticalHash ^ type.ordinal(), values.text(), values.offset(field),
                values.length(field));
        return hash == 0 ? 1 : hash;
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
