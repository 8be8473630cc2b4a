package gavel.config.field;

import gavel.config.FieldType;
import gavel.config.VerticalConfig.Field;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Seeded values, most of them nearly right. Thread-confined, because of its random numbers. */
final class FieldCases {
    private static final Map<FieldType, String> ALPHABETS = Map.ofEntries(
            Map.entry(FieldType.STRING, "aB \u00e9\u20ac\ud83d\ude00\t\n\u0000\u0085\u007f"),
            Map.entry(FieldType.CONSENT, "aB \u00e9\u20ac\ud83d\ude00\t\n\r\u0000\u0085"),
            Map.entry(FieldType.INTEGER, "0123456789-+. e"),
            Map.entry(FieldType.DECIMAL, "0000123456789-+.. e"),
            Map.entry(FieldType.DATE, "0123456789-- "),
            Map.entry(FieldType.BOOLEAN, "truefalsyno10TYN "),
            Map.entry(FieldType.ENUM, "goodGOODair pr\u00e9"),
            Map.entry(FieldType.EMAIL, "aZ09.-@@..+_ \u00e9"),
            Map.entry(FieldType.PHONE, "0123456789+-.() x"),
            Map.entry(FieldType.ZIP, "0123456789-- AaVvDZ"),
            Map.entry(FieldType.STATE, "ACNOTXcnotx \u00e9"),
            Map.entry(FieldType.IP, "000112359afF:::...g"),
            Map.entry(FieldType.URL, "htps://aB09.-_:?#@[]% <\u00e9\u007f"),
            Map.entry(FieldType.CERTIFICATE, "htps://aB09.-_:?#@ "));

    private static final Map<FieldType, List<String>> SAMPLES = Map.ofEntries(
            Map.entry(FieldType.STRING, List.of("Ann", "J\u00fcrgen O'Neil", "\ud83d\ude00\ud83d\ude00", "  x ")),
            Map.entry(FieldType.CONSENT, List.of("I agree.\nTo all.", "\u20ac 5")),
            Map.entry(FieldType.INTEGER, List.of("2011", "-7", "007", "9223372036854775807", "-9223372036854775808",
                    "9223372036854775808", "-9223372036854775809", "-0")),
            Map.entry(FieldType.DECIMAL, List.of("12.50", "0.000001", "-3.1400000000", "9223372036854.775807",
                    "-9223372036854.775808", "9223372036854.775808", "1.0000001", "0", "-0.0")),
            Map.entry(FieldType.DATE, List.of("2024-02-29", "1900-02-29", "2000-02-29", "0001-01-01", "9999-12-31",
                    "1985-07-04", "2023-04-31")),
            Map.entry(FieldType.BOOLEAN, List.of("true", "FALSE", "1", "0", "yes", "No", "on", "off")),
            Map.entry(FieldType.ENUM, List.of("good", "FAIR", "poor", "caf\u00e9")),
            Map.entry(FieldType.EMAIL, List.of("Ann.Lee+tag@Example.com", "a@b.co", "a@b.1a", "a@b.12",
                    "x".repeat(64) + "@example.com", "x".repeat(65) + "@e.com", "a@" + "y".repeat(63) + ".org")),
            Map.entry(FieldType.PHONE, List.of("(512) 555-0100", "+1 512.555.0100", "15125550100", "+442079460958",
                    "9115550100", "2125550100", "+123456789012345")),
            Map.entry(FieldType.ZIP, List.of("78701", "08540", "78701-1234", "K1A 0B1", "k1a0b1", "V6B-1A1")),
            Map.entry(FieldType.STATE, List.of("TX", "on", "NO", "Qc", "PR")),
            Map.entry(FieldType.IP, List.of("192.0.2.1", "2001:DB8::1", "::", "::1", "1::", "1:2:3:4:5:6:7:8",
                    "::ffff:1.2.3.4", "::ffff:102:304", "1:0:0:2:0:0:0:3", "1:2:3:4:5:6:7::", "2001:db8::1.2.3.4")),
            Map.entry(FieldType.URL, List.of("https://Example.com/a?b=C#d", "http://a_b.example:8080/", "http://x",
                    "HTTPS://EXAMPLE.COM", "http://x:65536/", "http://user@x/", "http://x/" + "y".repeat(2040))),
            Map.entry(FieldType.CERTIFICATE, List.of("https://cert.trustedform.com/0a1b2c",
                    "https://CERT.trustedform.com/A?b", "http://cert.trustedform.com/0a",
                    "https://cert.trustedform.com.evil.example/", "https://cert.trustedform.com@evil.example/",
                    "https://cert.trustedform.com:443/a", "https://cert.example.com")));

    private final Random random;

    FieldCases(final long seed) {
        random = new Random(seed);
    }

    Field field(final FieldType type) {
        switch (type) {
            case STRING:
            case CONSENT:
                return new Field("f", type, false, false, random.nextInt(3), 2 + random.nextInt(20), List.of());
            case INTEGER:
            case DECIMAL:
                return random.nextBoolean()
                        ? new Field("f", type, false, false, Long.MIN_VALUE, Long.MAX_VALUE, List.of())
                        : new Field("f", type, false, false, -5_000_000, 5_000_000, List.of());
            case DATE:
                return new Field("f", type, false, false, LocalDate.of(random.nextInt(2000) + 1, 1, 1).toEpochDay(),
                        LocalDate.of(2020 + random.nextInt(7000), 1, 1).toEpochDay(), List.of());
            case ENUM:
                return new Field("f", type, false, false, 0, 9, List.of("good", "Fair", "poor", "caf\u00e9"));
            case CERTIFICATE:
                return new Field("f", type, false, false, 0, 0, List.of("cert.trustedform.com", "Cert.Example.com"));
            default:
                return new Field("f", type, false, false, 0, 0, List.of());
        }
    }

    byte[] value(final FieldType type) {
        final String alphabet = ALPHABETS.get(type);
        final List<String> samples = SAMPLES.get(type);
        final StringBuilder text = new StringBuilder(samples.get(random.nextInt(samples.size())));
        if (type == FieldType.IP && random.nextBoolean()) {
            text.setLength(0);
            address(text);
        } else if (random.nextInt(6) == 0) {
            text.setLength(0);
            for (int i = random.nextInt(24); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
        }
        for (int edits = random.nextInt(4); edits > 0 && text.length() > 0; edits--) {
            final int at = random.nextInt(text.length());
            final char c = alphabet.charAt(random.nextInt(alphabet.length()));
            final int kind = random.nextInt(3);
            if (kind == 0) {
                text.setCharAt(at, c);
            } else if (kind == 1) {
                text.insert(at, c);
            } else {
                text.deleteCharAt(at);
            }
        }
        final byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(8) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private void address(final StringBuilder text) {
        final int groups = 6 + random.nextInt(4);
        for (int i = 0; i < groups; i++) {
            final int group = random.nextInt(3) == 0 ? random.nextInt(65_536) : random.nextInt(2);
            text.append(random.nextInt(12) == 0 ? ":" : Integer.toHexString(group)).append(i < groups - 1 ? ":" : "");
        }
    }
}
