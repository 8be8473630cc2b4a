package gavel.server.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Chunks come out of their frames wherever they were cut, and what is not a frame is refused. */
class ChunkedBodyTest {
    private static final int HEAD = 7;
    private static final int MAX = 1_000;

    @Test
    void shouldTakeChunksOutOfTheirFramesWhereverTheyAreCut() {
        final byte[] wire = ascii("1\r\na\r\n00c\r\nbcd\r\n0\r\n\r\nxy\r\nA\r\n0123456789\r\n0\r\n\r\nGET");
        for (int cut = 0; cut <= wire.length; cut++) {
            final byte[] bytes = new byte[HEAD + wire.length];
            System.arraycopy(wire, 0, bytes, HEAD, wire.length);
            final ChunkedBody body = new ChunkedBody();
            body.begin(HEAD);
            int length = body.advance(bytes, HEAD, HEAD + cut, MAX);
            if (length == ChunkedBody.INCOMPLETE) {
                length = body.advance(bytes, HEAD, bytes.length, MAX);
            }
            assertEquals("abcd\r\n0\r\n\r\nxy0123456789", new String(bytes, HEAD, length, StandardCharsets.US_ASCII));
            assertEquals(bytes.length - 3, body.end());
        }
    }

    @Test
    void shouldSurviveRandomChunksAndCuts() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            final byte[] content = new byte[random.nextInt(300)];
            random.nextBytes(content);
            final byte[] wire = chunks(content, random);
            final byte[] bytes = new byte[HEAD + wire.length];
            System.arraycopy(wire, 0, bytes, HEAD, wire.length);
            final ChunkedBody body = new ChunkedBody();
            body.begin(HEAD);
            int limit = HEAD;
            int length = ChunkedBody.INCOMPLETE;
            while (length == ChunkedBody.INCOMPLETE) {
                limit = Math.min(bytes.length, limit + 1 + random.nextInt(40));
                length = body.advance(bytes, HEAD, limit, MAX);
            }
            assertEquals(bytes.length, limit, "seed " + seed);
            assertArrayEquals(content, Arrays.copyOfRange(bytes, HEAD, HEAD + length), "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n\r\nxx", "g\r\n", "-1\r\n", "+1\r\na\r\n", "1;x\r\na\r\n", " 1\r\n", "1 \r\na\r\n",
        "0x1\r\na\r\n", "1\na\r\n", "1\rXa", "1\r\nab\r\n", "1\r\na\n0\r\n\r\n", "0\r\nA: b\r\n\r\n", "0\r\n\n\n",
        "11111111\r\n", "00000000\r\n\r\n", "1\r\na\r\r", "\u0000\r\n"})
    void shouldRefuseWhatIsNoChunk(final String wire) {
        final byte[] bytes = ascii(wire);
        final ChunkedBody body = new ChunkedBody();
        body.begin(0);
        assertEquals(ChunkedBody.MALFORMED, body.advance(bytes, 0, bytes.length, MAX));
    }

    @Test
    void shouldRefuseABodyOverTheLimitBeforeItIsHere() {
        final byte[] one = ascii("fffffff\r\n");
        final ChunkedBody body = new ChunkedBody();
        body.begin(0);
        assertEquals(ChunkedBody.TOO_LARGE, body.advance(one, 0, one.length, MAX));
        final byte[] two = ascii("3\r\nabc\r\n3\r\n");
        body.begin(0);
        assertEquals(ChunkedBody.TOO_LARGE, body.advance(two, 0, two.length, 5));
        body.begin(0);
        assertEquals(ChunkedBody.INCOMPLETE, body.advance(ascii("3\r\nabc\r\n3\r\n"), 0, two.length, 6));
    }

    private static byte[] chunks(final byte[] content, final SplittableRandom random) {
        final java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (int from = 0; from < content.length;) {
            final int length = 1 + random.nextInt(content.length - from);
            final String size = Integer.toHexString(length);
            out.writeBytes(ascii((random.nextBoolean() ? size : size.toUpperCase(java.util.Locale.ROOT)) + "\r\n"));
            out.write(content, from, length);
            out.writeBytes(ascii("\r\n"));
            from += length;
        }
        out.writeBytes(ascii("0\r\n\r\n"));
        return out.toByteArray();
    }

    private static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
