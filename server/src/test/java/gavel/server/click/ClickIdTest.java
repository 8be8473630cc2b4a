package gavel.server.click;

import gavel.config.Secret;
import gavel.server.lead.Text;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A click id says who sent the click, and nobody else can make or change one. */
class ClickIdTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final ClickId clicks = new ClickId(new Secret("0123456789abcdef"));
    private final byte[] printed = new byte[ClickId.PRINTED_MAX_BYTES + 20];
    private final Text publisher = new Text(64);
    private final Text offer = new Text(64);

    @Test
    void shouldOpenWhatItSealed() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 5_000; i++) {
            final long id = random.nextLong();
            final String name = "p".repeat(1 + random.nextInt(63));
            final String promoted = "o".repeat(1 + random.nextInt(63));
            final int length = clicks.seal(id, bytes(name), bytes(promoted), printed);
            assertTrue(length <= ClickId.PRINTED_MAX_BYTES);
            assertEquals(id, clicks.open(printed, 0, length, publisher, offer));
            assertEquals(name, publisher.toString());
            assertEquals(promoted, offer.toString());
        }
    }

    @Test
    void shouldNotOpenWhatAnotherKeySealed() {
        final int length = new ClickId(new Secret("another key 1234")).seal(7, bytes("p"), bytes("o"), printed);
        assertEquals(0, clicks.open(printed, 0, length, publisher, offer));
    }

    @Test
    void shouldNotOpenAnIdThatWasChangedInASingleBitOrCharacter() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            final int length = clicks.seal(random.nextLong() | 1, bytes("p".repeat(1 + random.nextInt(3))), bytes("o"),
                    printed);
            final int at = random.nextInt(4) == 0 ? length - 1 : random.nextInt(length);
            final byte before = printed[at];
            printed[at] = random.nextBoolean() ? (byte) (before ^ 1 << random.nextInt(8))
                    : (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            if (printed[at] != before && clicks.open(printed, 0, length, publisher, offer) != 0) {
                accepted++;
            }
        }
        assertEquals(0, accepted, "seed " + seed);
    }

    @Test
    void shouldNotOpenAnIdOfAnotherLength() {
        final Set<String> tried = new HashSet<>();
        for (int name = 1; name < 6; name++) {
            final int length = clicks.seal(7, bytes("p".repeat(name)), bytes("o"), printed);
            final String good = new String(printed, 0, length, StandardCharsets.US_ASCII);
            for (int to = 0; to < length; to++) {
                tried.add(good.substring(0, to));
            }
            for (final String more : new String[] {"=", "==", "A", "AA", "AAAA", " ", "\n", "A".repeat(300)}) {
                tried.add(good + more);
                tried.add(more + good);
            }
        }
        for (final String text : tried) {
            assertEquals(0, clicks.open(bytes(text), 0, text.length(), publisher, offer), text);
        }
    }

    @Test
    void shouldNotThrowAtAnything() {
        final SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            final byte[] noise = new byte[random.nextInt(250)];
            random.nextBytes(noise);
            if (random.nextBoolean()) {
                for (int at = 0; at < noise.length; at++) {
                    noise[at] = (byte) ALPHABET.charAt(noise[at] & 63);
                }
            }
            assertEquals(0, clicks.open(noise, 0, noise.length, publisher, offer));
        }
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
