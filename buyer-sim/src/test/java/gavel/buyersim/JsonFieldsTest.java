package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members found, and documents refused. */
class JsonFieldsTest {
    private static final String[] LEAD = {"lead"};
    private static final String[] NESTED = {"meta", "lead"};

    @Test
    void shouldFindMembersAtAnyDepth() {
        String json = " {\"a\":[1,{\"lead\":\"no\"}],\"meta\":{\"x\":{},\"lead\":\"N\"},\"lead\":\"L\",\"z\":-1.5e+3} ";

        assertArrayEquals(new String[] {"L", "N"}, JsonFields.read(json, LEAD, NESTED));
    }

    @Test
    void shouldNotTakeAMemberOfTheSameNameElsewhere() {
        assertNull(JsonFields.read("{\"x\":{\"lead\":\"no\"},\"meta\":{\"y\":{\"lead\":\"no\"}}}", NESTED)[0]);
    }

    @Test
    void shouldUnescapeStringsAndKeepNumbersAsTheyStand() {
        assertEquals("a\"b\\/\u00e9\n\u20ac", JsonFields.read("{\"lead\":\"a\\\"b\\\\\\/\\u00e9\\n\u20ac\"}", LEAD)[0]);
        assertEquals("10.50", JsonFields.read("{\"lead\":10.50}", LEAD)[0]);
        assertNull(JsonFields.read("{\"lead\":null}", LEAD)[0]);
        assertNull(JsonFields.read("{\"lead\":{\"a\":1}}", LEAD)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{}x", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":01}",
        "{\"a\":1.}", "{\"a\":\"\\x\"}", "{\"a\":\"\n\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":tru}",
        "{\"a\":[1,]}", "{\"a\":\"",
        "{\"a\":-}", "{\"a\":+1}", "{\"a\":NaN}", "{\"a\":[1 2]}"})
    void shouldRefuseWhatIsNotJson(final String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonFields.read(text, LEAD));
    }

    @Test
    void shouldRefuseTooManyLevels() {
        String deep = "{\"a\":" + "[".repeat(100_000);

        assertThrows(IllegalArgumentException.class, () -> JsonFields.read(deep, LEAD));
    }
}
