package gavel.config.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gavel.config.FieldType;
import gavel.config.VerticalConfig.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checks over bytes against the same rules written in strings. One thread. */
final class FieldReferenceTest {
    private static final int CASES = 100_000;
    private static final int CASES_PER_FIELD = 100;
    private static final int MARGIN = 3;
    private static final byte UNTOUCHED = 0x5a;

    @ParameterizedTest
    @EnumSource(FieldType.class)
    void shouldAgreeWithTheNaiveRules(final FieldType type) throws Exception {
        final long seed = Long.getLong("gavel.test.seed", System.nanoTime());
        final FieldCases cases = new FieldCases(seed);
        int accepted = 0;
        Field field = null;
        FieldCheck check = null;
        for (int i = 0; i < CASES; i++) {
            if (i % CASES_PER_FIELD == 0) {
                field = cases.field(type);
                check = FieldCheck.of(field);
            }
            final byte[] value = cases.value(type);
            final FieldValue expected = NaiveField.read(field, value);
            final FieldValue actual = fast(check, value);
            if (!expected.equals(actual)) {
                assertEquals(expected, actual, "-Dgavel.test.seed=" + seed + " case " + i + " " + field + " <"
                        + new String(value, StandardCharsets.UTF_8) + "> " + Arrays.toString(value));
            }
            if (actual.reason().isEmpty()) {
                accepted++;
                if (type != FieldType.IP || actual.text().indexOf(':') < 0) {
                    continue;
                }
                assertEquals(NaiveField.address(new String(value, StandardCharsets.US_ASCII).trim()),
                        NaiveField.address(actual.text()), "-Dgavel.test.seed=" + seed);
            }
        }
        assertTrue(accepted > CASES / 50 && accepted < CASES, type + " accepts " + accepted + " with seed " + seed);
    }

    /** Calls with odd offsets, and looks whether anything outside of the room was written. */
    private static FieldValue fast(final FieldCheck check, final byte[] value) {
        final byte[] src = new byte[value.length + 2 * MARGIN];
        Arrays.fill(src, (byte) '1');
        System.arraycopy(value, 0, src, MARGIN, value.length);
        final byte[] dst = new byte[FieldCheck.roomBytes(value.length) + 2 * MARGIN];
        Arrays.fill(dst, UNTOUCHED);
        final long[] number = new long[1];
        final int result = check.normalise(src, MARGIN, value.length, dst, MARGIN, number);
        for (int i = 0; i < MARGIN; i++) {
            assertEquals(UNTOUCHED, dst[i]);
            assertEquals(UNTOUCHED, dst[dst.length - 1 - i]);
        }
        return result < 0 ? new FieldValue("", 0, Optional.of(FieldReason.of(result)))
                : new FieldValue(new String(dst, MARGIN, result, StandardCharsets.UTF_8), number[0], Optional.empty());
    }
}
