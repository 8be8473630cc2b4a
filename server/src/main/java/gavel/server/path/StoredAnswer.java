package gavel.server.path;

import gavel.server.lead.Lead;

import java.util.Arrays;

/**
 * What the journal says of an earlier lead's answer. Immutable; any thread.
 *
 * @param leadId    ours.
 * @param publisher who sent it.
 * @param keyHash   of its idempotency key; zeros without one.
 * @param bodyHash  of its request.
 * @param answer    body of the answer.
 */
record StoredAnswer(long leadId, String publisher, byte[] keyHash, long bodyHash, byte[] answer) {
    boolean isOfKey(final byte[] otherKeyHash) {
        return Arrays.equals(keyHash, 0, Lead.KEY_HASH_BYTES, otherKeyHash, 0, Lead.KEY_HASH_BYTES);
    }
}
