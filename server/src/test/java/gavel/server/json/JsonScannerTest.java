package gavel.server.json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The scanner against RFC 8259 and against a parser written the simple way. */
class JsonScannerTest {
    private static final int MARGIN = 3;

    private final JsonScanner scanner = new JsonScanner();

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "true", "false", "0", "-0", "1", "-1.5e+10", "0.1E-3", "1e999", "\"\"",
        " [ ] ", "\t\r\n1\n", "[1,2]", "[[],{}]", "{\"a\":1}", "{\"a\":{\"b\":[1,{\"c\":null}]},\"d\":\"e\"}",
        "{\"a\":1,\"a\":2}", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", "\"\\ud83d\\ude00\"", "\"\u00e9\ud83d\ude00\"",
        "\"\u007f\"", "{\"\":0}", "{\"a\\u0062\":1}", "[null,true,false]"})
    void shouldTakeJson(final String text) {
        assertNotNull(scan(bytes(text)), text);
        assertEquals(new NaiveJson(bytes(text)).events(), scan(bytes(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{,}", "{\"a\"}",
        "{\"a\":}", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{1:1}", "{\"a\":1 \"b\":2}", "{\"a\"::1}", "{\"a\":1]", "[1}",
        "{[]:1}", "{null:1}", "1 2", "1,", "{}{}", "[]x", "nul", "nulll", "True", "NaN", "Infinity", "-Infinity", "01",
        "-", "-01", "+1", "1.", ".5", "1e", "1e+", "1.e1", "0x1", "1_0", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"",
        "\"\\u12g4\"", "\"\\u-123\"", "'a'", "\"\n\"", "\"\t\"", "\"\u0000\"", "// a\n1", "/**/1", "\ufeff1", "\u00a01",
        "[1]]", "{\"a\":1}}", "\"a\" \"b\"", "\u000b1", "1\f", "{\"a\":,\"b\":1}", "[:]", "{:}", "{\"a\":1:2}"})
    void shouldRefuseWhatIsNone(final String text) {
        assertNull(scan(bytes(text)), text);
        assertNull(new NaiveJson(bytes(text)).events(), text);
    }

    @Test
    void shouldStayFailed() {
        final byte[] text = bytes("[1 2,3]");
        scanner.wrap(text, 0, text.length);
        assertEquals(JsonScanner.ARRAY, scanner.next());
        assertEquals(JsonScanner.NUMBER, scanner.next());
        for (int i = 0; i < 5; i++) {
            assertEquals(JsonScanner.ERROR, scanner.next());
            assertFalse(scanner.skip());
            assertFalse(scanner.leave());
        }
        scanner.wrap(bytes("1"), 0, 1);
        assertEquals(JsonScanner.NUMBER, scanner.next());
        assertEquals(JsonScanner.END, scanner.next());
        assertEquals(JsonScanner.END, scanner.next());
    }

    @Test
    void shouldGoAsDeepAsItSaysAndNoDeeper() {
        for (final String[] brackets : new String[][] {{"[", "]"}, {"{\"a\":", "}"}}) {
            final String deepest = brackets[0].repeat(JsonScanner.DEPTH_MAX) + 1
                    + brackets[1].repeat(JsonScanner.DEPTH_MAX);
            assertNotNull(scan(bytes(deepest)));
            assertNull(scan(bytes(brackets[0] + deepest + brackets[1])));
        }
        assertNull(scan(bytes("[".repeat(1_000_000))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "\\ud800\\ud800", "\\ud800a", "\\ud800\\n", "\\udc00\\ud800",
        "\\ud83d\\u0041", "a\\ud800", "\\uD800\\"})
    void shouldNotMakeTextOfHalfASurrogatePair(final String escaped) {
        final byte[] text = bytes("\"" + escaped + (escaped.endsWith("\\") ? "\\" : "") + "\"");
        scanner.wrap(text, 0, text.length);
        assertEquals(JsonScanner.STRING, scanner.next());
        assertEquals(JsonScanner.BROKEN_TEXT, scanner.unescape(new byte[64], 0));
    }

    @Test
    void shouldGoPastValuesOfAnyShape() {
        final byte[] text = bytes("{\"a\":{\"b\":[1,{}]},\"c\":[[]],\"d\":2,\"e\":3}");
        scanner.wrap(text, 0, text.length);
        assertEquals(JsonScanner.OBJECT, scanner.next());
        for (int i = 0; i < 3; i++) {
            assertEquals(JsonScanner.NAME, scanner.next());
            assertTrue(scanner.skip());
        }
        assertEquals(JsonScanner.NAME, scanner.next());
        assertTrue(scanner.is(new byte[] {'e'}));
        assertFalse(scanner.is(new byte[] {'e', 'f'}));
        assertTrue(scanner.leave());
        assertEquals(JsonScanner.END, scanner.next());
        assertFalse(scanner.skip());
    }

    @Test
    void shouldReadWhatTheSimpleParserReadsAndRefuseWhatItRefuses() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        int good = 0;
        for (int i = 0; i < 100_000; i++) {
            final StringBuilder text = new StringBuilder();
            RandomJson.value(text, random, 6);
            if (random.nextBoolean()) {
                RandomJson.mutate(text, random);
            }
            final byte[] source = bytes(text.toString());
            final List<String> expected = new NaiveJson(source).events();
            final List<String> actual = scan(source);
            if (expected == null ? actual != null : !expected.equals(actual)) {
                assertEquals(expected, actual, "-Dseed=" + seed + " case " + i + " " + text);
            }
            good += expected == null ? 0 : 1;
        }
        assertTrue(good > 50_000 && good < 95_000, good + " were good, seed " + seed);
    }

    /** What the scanner sees, or null. */
    private List<String> scan(final byte[] text) {
        final byte[] source = new byte[text.length + 2 * MARGIN];
        java.util.Arrays.fill(source, (byte) '1');
        System.arraycopy(text, 0, source, MARGIN, text.length);
        scanner.wrap(source, MARGIN, text.length);
        final List<String> events = new ArrayList<>();
        while (true) {
            final int token = scanner.next();
            if (token == JsonScanner.ERROR) {
                return null;
            }
            if (token == JsonScanner.END) {
                return events;
            }
            events.add(event(token, source));
        }
    }

    private String event(final int token, final byte[] source) {
        switch (token) {
            case JsonScanner.OBJECT:
                return "{";
            case JsonScanner.OBJECT_END:
                return "}";
            case JsonScanner.ARRAY:
                return "[";
            case JsonScanner.ARRAY_END:
                return "]";
            case JsonScanner.NAME:
                return "name " + text();
            case JsonScanner.STRING:
                return "text " + text();
            default:
                return new String(source, scanner.start(), scanner.length(), StandardCharsets.ISO_8859_1);
        }
    }

    private String text() {
        final byte[] target = new byte[scanner.length()];
        final int length = scanner.unescape(target, 0);
        return length < 0 ? "broken" : new String(target, 0, length, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
