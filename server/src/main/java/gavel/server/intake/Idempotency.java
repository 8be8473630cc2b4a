package gavel.server.intake;

import gavel.server.http.RequestHead;
import gavel.server.http.Slice;
import gavel.server.lead.Lead;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Hashes idempotency keys and bodies. One per loop. */
public final class Idempotency {
    private static final int KEY_MAX_BYTES = 255;
    private static final byte SEPARATOR = 0;

    private final MessageDigest sha256 = PublisherKeys.sha256();
    private final byte[] hash = new byte[32];

    /** Whether the key has a form that is taken. */
    public static boolean isWellFormed(final RequestHead head) {
        final Slice key = head.idempotencyKey();
        return key.length() <= KEY_MAX_BYTES && LeadRequest.isVisible(head.bytes(), key.offset(), key.length());
    }

    /** Notes on the lead the hashes of the request's key, with its publisher, and of its body. */
    public void hash(final Lead lead, final RequestHead head, final byte[] body, final int offset, final int length) {
        sha256.update(lead.publisher().idBytes());
        sha256.update(SEPARATOR);
        sha256.update(head.bytes(), head.idempotencyKey().offset(), head.idempotencyKey().length());
        PublisherKeys.digest(sha256, hash);
        System.arraycopy(hash, 0, lead.keyHash(), 0, Lead.KEY_HASH_BYTES);
        sha256.update(body, offset, length);
        PublisherKeys.digest(sha256, hash);
        lead.bodyHash(ByteBuffer.wrap(hash).getLong());
    }

    /** What a key's hash is looked up by. */
    public static long fingerprint(final byte[] keyHash) {
        final long start = ByteBuffer.wrap(keyHash).getLong();
        return start == 0 ? 1 : start;
    }
}
