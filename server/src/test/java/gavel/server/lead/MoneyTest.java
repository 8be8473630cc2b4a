package gavel.server.lead;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Amounts against BigDecimal, to the last micro-unit. */
class MoneyTest {
    private static final BigDecimal MAX = BigDecimal.valueOf(Money.MICROS_MAX, 6);

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1.", ".5", "-1", "+1", "1,50", "1e2", "1.5.0", " 1", "1 ", "0x1", "NaN",
        "1.1234567", "1000000000.000001", "1000000001", "99999999999999999999999999",
        "0.0000000", "\u0661", "1_0", "Infinity"})
    void shouldRefuseWhatIsNoAmount(final String text) {
        assertEquals(Money.NOT_MONEY, parse(text));
    }

    @Test
    void shouldReadTheLargestAmountAndNoLargerOne() {
        assertEquals(Money.MICROS_MAX, parse("1000000000"));
        assertEquals(Money.MICROS_MAX, parse("0001000000000.000000"));
        assertEquals(Money.MICROS_MAX - 1, parse("999999999.999999"));
        assertEquals(0, parse("0"));
        assertEquals(1, parse("0.000001"));
    }

    @Test
    void shouldReadAndPrintAsBigDecimalDoes() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            final long scale = power(random);
            final long micros = random.nextLong(1 + (Money.MICROS_MAX >> random.nextInt(50))) / scale * scale;
            final byte[] printed = new byte[Money.PRINTED_MAX_BYTES];
            final String text = new String(printed, 0, Money.print(printed, 0, micros), StandardCharsets.US_ASCII);
            final BigDecimal expected = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
            assertEquals(expected.setScale(Math.max(2, expected.scale())).toPlainString(), text, "seed " + seed);
            assertEquals(micros, parse(text), "seed " + seed);
        }
    }

    @Test
    void shouldJudgeRandomTextAsBigDecimalDoes() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        int good = 0;
        for (int i = 0; i < 100_000; i++) {
            final StringBuilder text = new StringBuilder();
            for (int length = 1 + random.nextInt(20); length > 0; length--) {
                text.append("0123456789.".charAt(random.nextInt(random.nextInt(4) == 0 ? 11 : 10)));
            }
            final long expected = naive(text.toString());
            assertEquals(expected, parse(text.toString()), text + " seed " + seed);
            good += expected < 0 ? 0 : 1;
        }
        assertTrue(good > 10_000);
    }

    private static long naive(final String text) {
        if (!text.matches("[0-9]+(\\.[0-9]{1,6})?")) {
            return Money.NOT_MONEY;
        }
        final BigDecimal amount = new BigDecimal(text);
        return amount.compareTo(MAX) > 0 ? Money.NOT_MONEY : amount.movePointRight(6).longValueExact();
    }

    private static long power(final SplittableRandom random) {
        return (long) Math.pow(10, random.nextInt(7));
    }

    private static long parse(final String text) {
        final byte[] bytes = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
        return Money.parse(bytes, 1, bytes.length - 2);
    }
}
