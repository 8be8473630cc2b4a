package gavel.perf.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON in and out. */
class JsonTest {
    @Test
    void shouldReadEveryKindOfValueAndKeepTheTextOfNumbers() {
        final Map<String, Object> read = Json.parseObject(
            " {\"a\": [1, -2.50e+3, true, false, null], \"b\\n\\u0041\\/\": {}, \"c\": \"\"} ");

        assertEquals("[1, -2.50e+3, true, false, null]", read.get("a").toString());
        assertEquals(Map.of(), read.get("b\nA/"));
        assertEquals("", read.get("c"));
    }

    @Test
    void shouldReadWhatItWrites() {
        final Map<String, Object> value = Map.of("text", "a\"b\\c\u0001é", "list", List.of("x", true));

        assertEquals(value, Json.parse(Json.write(value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1,}", "[1,]", "01", "1.", "+1", "nul", "\"a", "\"\\x\"", "\"\\u12g4\"",
        "{\"a\":1,\"a\":2}", "{} x", "\"\t\"", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1", "{a:1}", "-"})
    void shouldRefuseWhatIsNotJson(final String text) {
        assertThrows(JsonException.class, () -> Json.parse(text));
    }
}
