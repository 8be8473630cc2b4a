package gavel.persist.record;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

/** The same text for the same bytes, and never another's. */
class TextCacheTest {
    private final TextCache cache = new TextCache();

    @Test
    void shouldMakeATextOnceAndFindItAgain() {
        assertSame(text("bigco"), text("bigco"));
        assertSame(text(""), text(""));
        assertNotSame(text("bigco"), text("bigc"));
    }

    @Test
    void shouldTellTextsApartWhoseBytesGiveTheSameNumber() {
        assertEquals("Aa".hashCode(), "BB".hashCode());
        for (int i = 0; i < 3; i++) {
            assertEquals("Aa", text("Aa"));
            assertEquals("BB", text("BB"));
        }
    }

    @Test
    void shouldGiveEachOfManyTextsItsOwn() {
        final long seed = 77;
        System.err.println("seed " + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            final String wanted = "é" + random.nextInt(20_000) + "-\uD83D\uDE00".substring(0, random.nextInt(2) * 3);
            assertEquals(wanted, text(wanted));
        }
    }

    private String text(final String of) {
        final byte[] bytes = ("<" + of + ">").getBytes(StandardCharsets.UTF_8);
        return cache.text(new UnsafeBuffer(bytes), 1, bytes.length - 2);
    }
}
