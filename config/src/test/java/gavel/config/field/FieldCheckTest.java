package gavel.config.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gavel.config.FieldType;
import gavel.config.VerticalConfig.Field;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Examples of each type, chosen by hand. One thread. */
final class FieldCheckTest {
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "INTEGER, ' 0042 ', 42, 42",
        "DECIMAL, 12.50, 12.5, 12500000",
        "DECIMAL, -0.000001, -0.000001, -1",
        "DATE, 1970-01-02, 1970-01-02, 1",
        "DATE, 1969-12-31, 1969-12-31, -1",
        "DATE, 2024-02-29, 2024-02-29, 19782",
        "BOOLEAN, YES, true, 1",
        "BOOLEAN, off, false, 0",
        "ENUM, GOOD, good, 1",
        "EMAIL, ' Ann.Lee@Example.COM ', ann.lee@example.com, 0",
        "PHONE, (512) 555-0100, +15125550100, 0",
        "PHONE, 1-512-555-0100, +15125550100, 0",
        "PHONE, +44 20 7946 0958, +442079460958, 0",
        "ZIP, 08540, 08540, 0",
        "ZIP, 78701-1234, 78701, 0",
        "ZIP, k1a 0b1, K1A0B1, 0",
        "STATE, on, ON, 0",
        "IP, 192.0.2.1, 192.0.2.1, 0",
        "IP, 2001:0DB8:0:0:0:0:0:1, 2001:db8::1, 0",
        "IP, 1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0, 0",
        "IP, ::ffff:c000:201, ::ffff:192.0.2.1, 0",
        "URL, HTTPS://Example.com/A, https://example.com/A, 0",
        "CERTIFICATE, https://cert.trustedform.com/0a1b, https://cert.trustedform.com/0a1b, 0",
    })
    void shouldWriteTheNormalForm(final FieldType type, final String value, final String normal, final long number) {
        final FieldValue read = check(type).read(value);
        assertEquals(java.util.Optional.empty(), read.reason());
        assertEquals(normal, read.text());
        assertEquals(number, read.number());
        assertEquals(read, check(type).read(read.text()), "a normal form is its own normal form");
    }

    @ParameterizedTest
    @CsvSource({
        "STRING, '   ', EMPTY",
        "STRING, a, TOO_SHORT",
        "STRING, abcdefghijk, TOO_LONG",
        "INTEGER, 4.2, NOT_A_NUMBER",
        "INTEGER, 99999999999999999999, OUT_OF_RANGE",
        "DECIMAL, 1e3, NOT_A_NUMBER",
        "DECIMAL, 1.1234567, NOT_A_NUMBER",
        "DATE, 2023-02-29, NOT_A_DATE",
        "DATE, 02/03/2001, NOT_A_DATE",
        "BOOLEAN, maybe, NOT_A_BOOLEAN",
        "ENUM, superb, NOT_IN_LIST",
        "EMAIL, ann@localhost, NOT_AN_EMAIL",
        "EMAIL, ann@@example.com, NOT_AN_EMAIL",
        "PHONE, 911-555-0100, NOT_A_PHONE",
        "PHONE, 512-155-0100, NOT_A_PHONE",
        "PHONE, 555-0100, NOT_A_PHONE",
        "ZIP, 7870, NOT_A_ZIP",
        "ZIP, D1A 0B1, NOT_A_ZIP",
        "STATE, ZZ, NOT_A_STATE",
        "STATE, Texas, NOT_A_STATE",
        "IP, 192.0.2.01, NOT_AN_IP",
        "IP, fe80::1%eth0, NOT_AN_IP",
        "URL, ftp://example.com/, NOT_A_URL",
        "URL, http:///x, NOT_A_URL",
        "CERTIFICATE, https://cert.trustedform.com@evil.example/, NOT_A_CERTIFICATE",
        "CERTIFICATE, http://cert.trustedform.com/x, NOT_A_CERTIFICATE",
    })
    void shouldSayWhyAValueIsRefused(final FieldType type, final String value, final FieldReason reason) {
        assertEquals(reason, check(type).read(value).reason().orElseThrow());
    }

    @Test
    void shouldRefuseControlCharactersAndMalformedText() {
        assertEquals(FieldReason.CONTROL_CHARACTER, check(FieldType.STRING).read("a\u0000b").reason().orElseThrow());
        assertEquals(FieldReason.CONTROL_CHARACTER, check(FieldType.STRING).read("a\nb").reason().orElseThrow());
        assertEquals("a\nb", check(FieldType.CONSENT).read("a\nb").text());
        final byte[] overlong = {'a', (byte) 0xc0, (byte) 0x80, 'b'};
        final byte[] dst = new byte[FieldCheck.ROOM_MIN_BYTES];
        assertEquals(FieldReason.NOT_UTF_8.status(), check(FieldType.STRING).normalise(overlong, 0, 4, dst, 0));
    }

    @Test
    void shouldCountCharactersNotBytes() {
        final String ten = "\ud83d\ude00".repeat(10);
        assertEquals(ten, check(FieldType.STRING).read(ten).text());
        assertEquals(FieldReason.TOO_LONG, check(FieldType.STRING).read(ten + "x").reason().orElseThrow());
    }

    @Test
    void shouldGiveEachReasonANumberAndASentence() {
        for (final FieldReason reason : FieldReason.values()) {
            assertTrue(reason.status() < 0);
            assertEquals(reason, FieldReason.of(reason.status()));
            assertTrue(reason.sentence().matches("[a-z].+[^.]"), reason.name());
        }
        assertThrows(IllegalArgumentException.class, () -> FieldReason.of(0));
        assertThrows(IllegalArgumentException.class, () -> FieldReason.of(-1 - FieldReason.values().length));
    }

    @ParameterizedTest
    @EnumSource(FieldType.class)
    void shouldAllocateNothing(final FieldType type) {
        final FieldCheck check = check(type);
        final FieldCases cases = new FieldCases(1);
        final byte[][] values = new byte[64][];
        for (int i = 0; i < values.length; i++) {
            values[i] = cases.value(type);
        }
        final byte[] dst = new byte[FieldCheck.roomBytes(4096)];
        final long[] number = new long[1];
        final var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                final byte[] value = values[i & 63];
                check.normalise(value, 0, value.length, dst, 0, number);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < ROUNDS, least + " bytes in " + ROUNDS + " checks");
    }

    private static FieldCheck check(final FieldType type) {
        final boolean text = type == FieldType.STRING || type == FieldType.CONSENT;
        final List<String> values = type == FieldType.ENUM ? List.of("excellent", "good")
                : type == FieldType.CERTIFICATE ? List.of("cert.trustedform.com") : List.of();
        final long limit = 100_000_000;
        return FieldCheck.of(new Field("f", type, false, false, text ? 2 : -limit, text ? 10 : limit, values));
    }

    @Test
    void shouldReadTextAsUtf8() {
        final byte[] src = "J\u00fcrgen".getBytes(StandardCharsets.UTF_8);
        final byte[] dst = new byte[FieldCheck.roomBytes(src.length)];
        assertEquals(src.length, check(FieldType.STRING).normalise(src, 0, src.length, dst, 0));
    }
}
