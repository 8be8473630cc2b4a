package gavel.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import gavel.perf.json.Json;

/** What a lead is filled with. */
class LeadContentTest {
    @Test
    void shouldFillEveryPlace() {
        final LeadTemplate template = new LeadTemplate(
            "{\"lead_id\":\"{{lead}}\",\"click_id\":\"{{click}}\",\"x\":\"{{n}}/{{n}}\",\"phone\":\"+1{{phone}}\"}\n");

        assertEquals("{\"lead_id\":\"L-1-7\",\"click_id\":\"abc\",\"x\":\"7/7\",\"phone\":\"+12125550123\"}",
            template.fill(7, "2125550123", "L-1-7", "abc"));
    }

    @Test
    void shouldLeaveTheClickMemberOutWhereverItStands() {
        final String[] bodies = {"{\"c\":\"{{click}}\",\"a\":1}", "{\"a\":1,\"c\":\"{{click}}\"}",
            "{ \"a\" : 1 ,\n \"c\" : \"{{click}}\" , \"b\":2}", "{\"c\":\"{{click}}\"}"};
        for (final String body : bodies) {
            final var members = Json.parseObject(new LeadTemplate(body).fill(1, "", "", null));
            assertFalse(members.containsKey("c"), body);
            assertEquals(Json.parseObject(body).size() - 1, members.size(), body);
        }
    }

    @Test
    void shouldRefuseAPlaceThatDoesNotExist() {
        assertThrows(IllegalArgumentException.class, () -> new LeadTemplate("{\"a\":\"{{fone}}\"}"));
    }

    @Test
    void shouldHaveADefaultLeadThatIsJsonWithAndWithoutClick() throws IOException {
        final LeadTemplate template = new LeadTemplate(Load.defaultBody());

        assertEquals("abc", Json.parseObject(template.fill(1, "2125550123", "L-1-1", "abc")).get("click_id"));
        assertFalse(Json.parseObject(template.fill(1, "2125550123", "L-1-1", null)).containsKey("click_id"));
    }

    @Test
    void shouldGiveEachLeadAnotherValidPhone() {
        final Set<String> seen = new HashSet<>();
        final PhoneNumbers phones = new PhoneNumbers(42);
        for (int n = 0; n < 200_000; n++) {
            final String digits = phones.digits(n);
            assertTrue(digits.matches("[2-9][0-8]\\d[2-9]\\d{6}"), digits);
            assertFalse(digits.startsWith("11", 1) || digits.startsWith("11", 4), digits);
            assertFalse(digits.startsWith("555", 3), digits);
            assertFalse(digits.matches("(800|833|844|855|866|877|888|900|555).*"), digits);
            assertTrue(seen.add(digits), digits);
        }
    }

    @Test
    void shouldRepeatEarlierPhonesInTheShareThatWasAskedFor() {
        int repeats = 0;
        for (int lead = 0; lead < 20_000; lead++) {
            final long phone = LoadLoop.phoneIndex(42, 0.02, lead);
            assertTrue(phone >= 0 && phone <= lead && phone >= lead - 1_000);
            repeats += phone == lead ? 0 : 1;
        }
        assertEquals(400, repeats, 80);
        assertEquals(5, LoadLoop.phoneIndex(42, 0, 5));
    }

    @Test
    void shouldTakeTheClickIdOnlyIfItIsOne() {
        assertEquals("a.b-1", Clicks.clickIdOf("https://example.com/quote?x=1&click_id=a.b-1"));
        assertNull(Clicks.clickIdOf("https://example.com/quote?x=1"));
        assertNull(Clicks.clickIdOf("https://example.com/?click_id=%22%2C%22"));
        assertNull(Clicks.clickIdOf("https://example.com/?click_id="));
    }

    @Test
    void shouldReadQuantitiesWithTheirUnitsOnly() {
        assertEquals(500, Quantity.perSecond("500/s"));
        assertEquals(20, Quantity.perSecond("1200/min"));
        assertEquals(50, Quantity.perSecond("50"));
        assertEquals(1_500_000, Quantity.durationNs("1.5ms"));
        assertEquals(0.02, Quantity.share("2%"), 1e-12);
        assertEquals(12_500_000, Quantity.micros("12.50"));
        assertEquals("12.50", Quantity.decimal(12_500_000));
        assertEquals("0.000001", Quantity.decimal(1));
        assertThrows(IllegalArgumentException.class, () -> Quantity.perSecond("500/h"));
        assertThrows(IllegalArgumentException.class, () -> Quantity.durationNs("20"));
        assertThrows(IllegalArgumentException.class, () -> Quantity.share("101%"));
        assertThrows(IllegalArgumentException.class, () -> Quantity.micros("1.2345678"));
        assertThrows(IllegalArgumentException.class, () -> Quantity.micros("-1"));
    }
}
