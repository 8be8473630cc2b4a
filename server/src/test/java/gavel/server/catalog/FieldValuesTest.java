package gavel.server.catalog;

import gavel.config.FieldType;
import gavel.config.field.FieldCheck;
import gavel.config.VerticalConfig.Field;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A lead's fields are kept in their normal form, and overwritten when the lead is over. */
class FieldValuesTest {
    private final FieldValues values = new FieldValues();
    private final FieldCheck phone = FieldCheck.of(SampleConfig.field("phone", FieldType.PHONE, true));
    private final FieldCheck text = FieldCheck.of(new Field("t", FieldType.STRING, false, false, 0, 9_999, List.of()));
    private final FieldCheck year = FieldCheck.of(new Field("y", FieldType.INTEGER, false, false, 0, 9_999, List.of()));

    @Test
    void shouldKeepNormalForms() {
        assertTrue(put(3, phone, "(512) 555-0100") > 0);
        assertTrue(put(0, text, " Ann ") > 0);
        assertTrue(put(63, year, "2020") > 0);
        assertEquals("+15125550100", text(3));
        assertEquals("Ann", text(0));
        assertEquals(2020, values.number(63));
        assertFalse(values.has(1));
    }

    @Test
    void shouldNotKeepWhatIsRefused() {
        assertTrue(put(3, phone, "555") < 0);
        assertFalse(values.has(3));
    }

    @Test
    void shouldKeepWhatItHasWhenItGrows() {
        put(0, text, "first");
        put(1, text, "x".repeat(5_000));
        put(2, text, "last");
        assertEquals("first", text(0));
        assertEquals("x".repeat(5_000), text(1));
        assertEquals("last", text(2));
    }

    @Test
    void shouldOverwriteAPersonsDataWhenItForgets() {
        put(0, phone, "512-555-0100");
        put(1, phone, "512-555-01009");
        put(2, text, "Ann");
        put(3, text, "\u0001Ann");
        values.clear();
        for (int i = 0; i < values.text().length; i++) {
            assertEquals(0, values.text()[i], "byte " + i);
        }
        for (int i = 0; i < FieldValues.FIELDS_MAX; i++) {
            assertFalse(values.has(i));
        }
    }

    @Test
    void shouldOverwriteWhatWasRefusedLastToo() {
        put(0, phone, "512-555-01009");
        values.clear();
        for (final byte value : values.text()) {
            assertEquals(0, value);
        }
    }

    @Test
    void shouldOverwriteTheArrayThatItOutgrew() {
        put(0, text, "Ann");
        final byte[] outgrown = values.text();
        put(1, text, "x".repeat(5_000));
        for (final byte value : outgrown) {
            assertEquals(0, value);
        }
        assertEquals("Ann", text(0));
    }

    private int put(final int field, final FieldCheck check, final String value) {
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return values.put(field, check, bytes, 0, bytes.length);
    }

    private String text(final int field) {
        return new String(values.text(), values.offset(field), values.length(field), StandardCharsets.UTF_8);
    }
}
