package gavel.server.validate;

import gavel.config.Secret;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** SipHash-2-4 against the vectors of its authors. */
class SipHashTest {
    /** Hashes of the first 0 to 15 of the bytes 00 01 02 .., little-endian, from the reference implementation. */
    private static final String[] VECTORS = {"310e0edd47db6f72", "fd67dc93c539f874", "5a4fa9d909806c0d",
        "2d7efbd796666785", "b7877127e09427cf", "8da699cd64557618", "cee3fe586e46c9cb", "37d1018bf50002ab",
        "6224939a79f5f593", "b0e4a90bdf82009e", "f3b9dd94c5bb5d7a", "a7ad6b22462fb3f4", "fbe50e86bc8f1e75",
        "903d84c02756ea14", "eef27a8e90ca23f7", "e545be4961ca29a1"};

    private final SipHash hash = new SipHash(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"));

    @Test
    void shouldGiveTheAuthorsHashes() {
        final byte[] bytes = new byte[20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i - 2);
        }
        for (int length = 0; length < VECTORS.length; length++) {
            final byte[] expected = HexFormat.of().parseHex(VECTORS[length]);
            assertEquals(java.nio.ByteBuffer.wrap(expected).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong(),
                    hash.hash(0, bytes, 2, length), "length " + length);
        }
    }

    @Test
    void shouldKeepDomainsAndKeysApart() {
        final Set<Long> seen = new HashSet<>();
        for (long domain = 0; domain < 1_000; domain++) {
            assertTrue(seen.add(hash.hash(domain, new byte[] {1}, 0, 1)));
        }
        assertNotEquals(SipHash.of(new Secret("a")).hash(0, new byte[0], 0, 0),
                SipHash.of(new Secret("b")).hash(0, new byte[0], 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new SipHash(new byte[15]));
    }
}
