package gavel.server.sale;

import gavel.persist.keys.DataKey;
import gavel.persist.keys.LoopKeys;
import gavel.server.catalog.SealedFields;
import gavel.server.catalog.Vertical;
import gavel.server.lead.Lead;

import java.util.Arrays;

/**
 * Encrypts the fields of leads that are about to be posted, each under a key of its own: those of all others are never
 * written. One per loop and confined to it. Where no master key is configured it does nothing, and no fields are kept.
 */
public final class LeadCipher {
    /** Those of a loop that keeps no fields. */
    public static final LeadCipher NONE = new LeadCipher(null);

    private final LoopKeys keys;
    private byte[] plain = new byte[1024];
    private int promised;

    /**
     * @param keys that are ready; null where no master key is configured.
     */
    public LeadCipher(final LoopKeys keys) {
        this.keys = keys;
    }

    /** Whether a lead that is let in will find a key. */
    public boolean isReady() {
        return keys == null || keys.ready() > promised;
    }

    /** Keeps a key for a lead that is let in, after {@link #isReady}. */
    public void promise(final Lead lead) {
        if (keys != null) {
            promised++;
            lead.values().sealed().promised(true);
        }
    }

    /** Encrypts the lead's fields under the key that was promised. */
    public void encrypt(final Lead lead) {
        if (keys == null) {
            return;
        }
        release(lead);
        final Vertical vertical = lead.offer().vertical();
        final int length = LeadFields.bytes(lead.values(), vertical);
        if (plain.length < length) {
            plain = new byte[Math.max(length, 2 * plain.length)];
        }
        LeadFields.write(lead.values(), vertical, plain);
        final SealedFields sealed = lead.values().sealed();
        final DataKey key = keys.take();
        sealed.sealed(key.id(), key.encrypt(plain, length, sealed.room(length + DataKey.TAG_BYTES)));
        keys.giveBack(key);
        Arrays.fill(plain, 0, length, (byte) 0);
    }

    /** A lead has ended; a key that was kept for it and not needed is another's. */
    public void release(final Lead lead) {
        if (lead.values().sealed().isPromised()) {
            lead.values().sealed().promised(false);
            promised--;
        }
    }
}
