package gavel.server.validate;

import gavel.config.Secret;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * SipHash-2-4 with 64 bits (Aumasson, Bernstein: SipHash, a fast short-input PRF, 2012). Immutable; any thread. Keyed,
 * because ten digits of a phone number can be tried through an unkeyed hash in seconds.
 */
public final class SipHash {
    /** Bytes of a key. */
    public static final int KEY_BYTES = 16;

    private final long k0;
    private final long k1;

    /** A hash under a key of 16 bytes. */
    public SipHash(final byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
        }
        final ByteBuffer bytes = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        this.k0 = bytes.getLong(0);
        this.k1 = bytes.getLong(Long.BYTES);
    }

    /** A hash under a secret of any length, whose SHA-256 gives the key. */
    public static SipHash of(final Secret secret) {
        try {
            final byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.bytes());
            return new SipHash(Arrays.copyOf(hash, KEY_BYTES));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Hashes a run of bytes.
     *
     * @param domain keeps equal bytes of different meaning apart; mixed into the key.
     */
    public long hash(final long domain, final byte[] source, final int offset, final int length) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ domain ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ domain ^ 0x7465646279746573L;
        final int words = length >>> 3;
        for (int word = 0; word <= words + 2; word++) {
            final long m = word <= words ? word(source, offset, length, word, words) : 0;
            if (word == words + 1) {
                v2 ^= 0xff;
            }
            v3 ^= m;
            for (int round = word <= words ? 2 : word == words + 1 ? 0 : 4; round > 0; round--) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= m;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long word(final byte[] source, final int offset, final int length, final int word,
                             final int words) {
        long value = word == words ? (long) length << 56 : 0;
        final int from = offset + (word << 3);
        final int to = Math.min(from + 8, offset + length);
        for (int i = to - 1; i >= from; i--) {
            value |= (source[i] & 0xffL) << (i - from << 3);
        }
        return value;
    }
}
