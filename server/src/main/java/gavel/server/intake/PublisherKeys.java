package gavel.server.intake;

import gavel.config.PublisherConfig;
import gavel.server.catalog.Publisher;
import gavel.server.http.Bytes;
import gavel.server.http.RequestHead;
import org.agrona.collections.Long2ObjectHashMap;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells which publisher a request is from, by the hash of its key. Confined to one loop. Looks the hash up and not the
 * key, so how long it takes says nothing of a key.
 */
public final class PublisherKeys {
    private static final byte[] BEARER = Bytes.ascii("bearer ");
    private static final int HASH_BYTES = 32;

    private record Entry(byte[] hash, Publisher publisher) {
    }

    private final Long2ObjectHashMap<Entry> entryByHashStart = new Long2ObjectHashMap<>();
    private final MessageDigest sha256 = sha256();
    private final byte[] hash = new byte[HASH_BYTES];

    public PublisherKeys(final Publisher[] publishers) {
        for (final Publisher publisher : publishers) {
            for (final PublisherConfig.Key key : publisher.config().keys()) {
                final byte[] expected = HexFormat.of().parseHex(key.sha256());
                entryByHashStart.put(start(expected), new Entry(expected, publisher));
            }
        }
    }

    /** A digest, which every JDK has. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The publisher whose key the request carries, or null. */
    public Publisher publisher(final RequestHead head) {
        final int offset = head.authorization().offset();
        final int length = head.authorization().length() - BEARER.length;
        if (length <= 0 || !Bytes.equalIgnoreCase(head.bytes(), offset, BEARER.length, BEARER)) {
            return null;
        }
        sha256.update(head.bytes(), offset + BEARER.length, length);
        digest(sha256, hash);
        final Entry entry = entryByHashStart.get(start(hash));
        return entry != null && MessageDigest.isEqual(entry.hash, hash) ? entry.publisher : null;
    }

    /** Ends a digest into an array that is there already. */
    static void digest(final MessageDigest digest, final byte[] target) {
        try {
            digest.digest(target, 0, HASH_BYTES);
        } catch (final DigestException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long start(final byte[] expected) {
        return ByteBuffer.wrap(expected).getLong();
    }
}
