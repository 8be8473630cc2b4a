package gavel.config.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** UTF-8 against that of the JDK. */
class Utf8Test {
    @Test
    void shouldWriteAndMeasureEveryCharacter() {
        final byte[] bytes = new byte[4];
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                final int length = Utf8.put(bytes, 0, point);
                assertArrayEquals(Character.toString(point).getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOf(bytes, length));
                assertEquals(length, Utf8.size(bytes, 0, length));
                assertEquals(length == 1 ? 1 : Utf8.BAD, Utf8.size(bytes, 0, Math.max(1, length - 1)));
            }
        }
    }

    @Test
    void shouldRefuseWhatTheJdkRefuses() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final int[] edges = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef,
            0xf0, 0xf4, 0xf5, 0xff};
        for (int i = 0; i < 200_000; i++) {
            final byte[] bytes = new byte[1 + random.nextInt(5)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) edges[random.nextInt(edges.length)];
            }
            assertEquals(isDecodable(bytes), isValid(bytes), Arrays.toString(bytes) + " seed " + seed);
        }
    }

    private static boolean isValid(final byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            final int size = Utf8.size(bytes, at, bytes.length);
            if (size == Utf8.BAD) {
                return false;
            }
            at += size;
        }
        return true;
    }

    private static boolean isDecodable(final byte[] bytes) {
        final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        try {
            decoder.decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
