package gavel.server.intake;

import gavel.config.ServerConfig;
import gavel.server.catalog.Catalog;
import gavel.server.catalog.SampleConfig;
import gavel.server.http.RequestHead;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a lead's request says, in JSON and as a form, and everything that can be wrong with it, in one answer. */
class IntakeTest {
    private static final int BODY_MAX = 4_096;
    private static final long MS = 1_000_000L;
    private static final String JSON = "Content-Type: application/json";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final String GOOD = "{\"offer\":\"quote\",\"lead_id\":\"A-1\",\"click_id\":\"c1\",\"sub1\":\"s1\","
            + "\"sub5\":\"\u00e9\",\"deadline_ms\":800,\"floor\":\"1.50\",\"fields\":{\"zip\":\"78701-1234\","
            + "\"phone\":\"(512) 555-0100\",\"year\":2020,\"owner\":true,\"name\":\"Ann\"}}";
    private static final String FIELDS = "\"fields\":{\"zip\":\"78701\",\"phone\":\"5125550100\"}";

    private final SampleConfig sample = new SampleConfig();
    private final List<String> clicks = new ArrayList<>();
    private final Intake intake = new Intake(new ServerConfig.Intake(BODY_MAX, 8_192, 10, 1, 1, 1, 500 * MS, 2_000 * MS,
            10, 1, 1, 10, 10), opened -> clicks.add(opened.clickText().toString()));
    private final Problems problems = new Problems();
    private Catalog catalog = sample.catalog();
    private Lead lead = new Lead(1);

    @Test
    void shouldReadALeadInJson() {
        assertEquals("", read(GOOD));
        assertEquals("A-1", lead.publisherLeadId().toString());
        assertEquals("quote", lead.offer().config().id());
        assertEquals("s1", lead.sub(0).toString());
        assertEquals("\u00e9", lead.sub(4).toString());
        assertEquals(1_500_000, lead.floorMicros());
        assertEquals(7 + 800 * MS, lead.deadlineNs());
        assertEquals(List.of("c1"), clicks);
        assertEquals("78701", value("zip"));
        assertEquals("+15125550100", value("phone"));
        assertEquals("2020", value("year"));
        assertEquals("true", value("owner"));
        assertFalse(lead.values().has(lead.offer().vertical().config().fieldIndex("email")));
    }

    @Test
    void shouldReadTheSameLeadAsAForm() {
        assertEquals("", read(form("offer=quote&lead_id=A-1&click_id=c1&sub1=s1&sub5=%C3%A9&deadline_ms=800&floor=1.50"
                + "&zip=78701-1234&phone=%28512%29+555-0100&year=2020&owner=yes&name=Ann&email=")));
        assertEquals("A-1", lead.publisherLeadId().toString());
        assertEquals("\u00e9", lead.sub(4).toString());
        assertEquals(1_500_000, lead.floorMicros());
        assertEquals(7 + 800 * MS, lead.deadlineNs());
        assertEquals("+15125550100", value("phone"));
        assertEquals("true", value("owner"));
    }

    @Test
    void shouldReadMembersInAnyOrder() {
        assertEquals("", read("{" + FIELDS + ",\"lead_id\":\"A\",\"offer\":\"quote\"}"));
        assertEquals("78701", value("zip"));
    }

    @Test
    void shouldReadEscapedText() {
        assertEquals("", read("{\"offer\":\"qu\\u006fte\",\"lead_id\":\"\\u0041\",\"sub2\":\"\\ud83d\\ude00\\\"\","
                + "\"fields\":{\"zip\":\"7870\\u0031\",\"phone\":\"\\u002b15125550100\",\"name\":\"\\u00c4\\\\\"}}"));
        assertEquals("A", lead.publisherLeadId().toString());
        assertEquals("\ud83d\ude00\"", lead.sub(1).toString());
        assertEquals("\u00c4\\", value("name"));
    }

    @Test
    void shouldNotTakeASubIdThatIsNotUtf8() {
        final byte[] bytes = ("##{\"offer\":\"quote\",\"lead_id\":\"A\",\"sub1\":\"a?\"," + FIELDS + "}##")
                .getBytes(StandardCharsets.UTF_8);
        bytes[new String(bytes, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xff;
        assertEquals("113 sub1", read(Heads.of(JSON), bytes));
        assertEquals("113 sub2", read(form("offer=quote&lead_id=A&sub2=%c3%28&zip=78701&phone=5125550100")));
    }

    @Test
    void shouldTakeNullForAbsent() {
        assertEquals("", read("{\"offer\":\"quote\",\"lead_id\":\"A\",\"click_id\":null,\"floor\":null,\"sub1\":null,"
                + "\"deadline_ms\":null,\"fields\":{\"zip\":\"78701\",\"phone\":\"5125550100\",\"year\":null}}"));
        assertEquals(7 + 500 * MS, lead.deadlineNs());
        assertEquals(List.of(""), clicks);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "{};112 offer, 112 lead_id", "{\"offer\":null,\"lead_id\":\"A\",%F};112 offer",
        "{\"offer\":\"quote\",\"lead_id\":null,%F};112 lead_id", "{\"offer\":\"quote\",\"lead_id\":\"A\"};112 fields",
        "{\"offer\":\"quote\",\"lead_id\":\"A\",\"fields\":null};113 fields",
        "{\"offer\":\"quote\",\"lead_id\":\"A\",\"fields\":[]};113 fields",
        "{\"offer\":\"quote\",\"lead_id\":\"A\",\"fields\":\"x\"};113 fields",
        "{\"offer\":\"quote\",\"lead_id\":\"A\",\"fields\":{}};201 zip, 201 phone",
        "{\"offer\":\"none\",\"lead_id\":\"A\",%F};116 offer", "{\"offer\":\"\",\"lead_id\":\"A\",%F};116 offer",
        "{\"offer\":1,\"lead_id\":\"A\",%F};113 offer",
        "{\"offer\":{\"a\":[]},\"lead_id\":[1],%F};113 offer, 113 lead_id",
        "{%O,\"offer\":\"quote\",%F};115 offer", "{%O,%F,\"fields\":{\"x\":1}};115 fields",
        "{%O,%F,\"lead_id\":\"B\"};115 lead_id", "{%O,%F,\"sub1\":\"a\",\"sub1\":\"a\"};115 sub1",
        "{%O,%F,\"sub1\":null,\"sub1\":\"a\"};115 sub1", "{%O,%F,\"sub1\":\"a\",\"sub1\":null};115 sub1",
        "{%O,\"fields\":{\"zip\":null,\"zip\":\"78701\",\"phone\":\"5125550100\"}};204 zip, 201 zip",
        "{%O,%F,\"other\":{\"a\":[1]},\"x\":1};114 other, 114 x", "{%O,%F,\"Offer\":\"quote\"};114 Offer",
        "{%O,%F,\"sub6\":\"a\"};114 sub6", "{%O,%F,\"o\\u0066fer\":\"quote\"};114 o\\u0066fer",
        "{%O,%F,\"deadline_ms\":0};113 deadline_ms", "{%O,%F,\"deadline_ms\":-1};113 deadline_ms",
        "{%O,%F,\"deadline_ms\":1.5};113 deadline_ms", "{%O,%F,\"deadline_ms\":1e3};113 deadline_ms",
        "{%O,%F,\"deadline_ms\":\"800\"};113 deadline_ms", "{%O,%F,\"deadline_ms\":99999999999};113 deadline_ms",
        "{%O,%F,\"deadline_ms\":true};113 deadline_ms", "{%O,%F,\"floor\":\"-1\"};113 floor",
        "{%O,%F,\"floor\":\"12,50\"};113 floor", "{%O,%F,\"floor\":1e999};113 floor", "{%O,%F,\"floor\":-0};113 floor",
        "{%O,%F,\"floor\":\"\"};113 floor", "{%O,%F,\"floor\":\"0.1234567\"};113 floor",
        "{%O,%F,\"floor\":false};113 floor", "{%O,%F,\"click_id\":7};113 click_id",
        "{%O,%F,\"sub1\":\"\\n\"};113 sub1", "{%O,%F,\"sub1\":7};113 sub1", "{%O,%F,\"sub1\":\"\\ud800\"};113 sub1",
        "{%O,%F,\"click_id\":\"\\ud800\"};113 click_id", "{%O,\"fields\":{\"zip\":\"78701\"}};201 phone",
        "{%O,\"fields\":{\"zip\":null,\"phone\":\"5125550100\"}};201 zip",
        "{%O,\"fields\":{\"zip\":\"x\",\"phone\":\"5125550100\"}};202 zip",
        "{%O,\"fields\":{\"zip\":\" \",\"phone\":\"5125550100\"}};202 zip",
        "{%O,\"fields\":{\"zip\":78701,\"phone\":[1],\"year\":{\"a\":1}}};202 phone, 202 year",
        "{%O,\"fields\":{\"zip\":\"78701\",\"phone\":\"5125550100\",\"name\":\"\\udc00\"}};202 name",
        "{%O,\"fields\":{\"zip\":\"78701\",\"phone\":\"5125550100\",\"name\":\"\\u0000\"}};202 name",
        "{%O,\"fields\":{\"zip\":\"78701\",\"phone\":\"5125550100\",\"zap\":{}}};203 zap",
        "{%O,\"fields\":{\"zip\":\"78701\",\"phone\":\"5125550100\",\"zip\":\"78701\"}};204 zip",
        "{%O,\"fields\":{\"zip\":\"78701\",\"phone\":\"5125550100\",\"zip\":null}};204 zip",
        "{\"x\":1,\"floor\":\"a\",%O,\"fields\":{\"zap\":1,\"zip\":\"x\"}};114 x, 113 floor, 203 zap, 202 zip, "
                + "201 phone"})
    void shouldSayEverythingThatIsWrong(final String body, final String expected) {
        assertEquals(expected, read(body.replace("%F", FIELDS).replace("%O", "\"offer\":\"quote\",\"lead_id\":\"A\"")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"lead_id=A;112 offer", "offer=quote;112 lead_id, 201 zip, 201 phone",
        "%O&%F&offer=quote;115 offer", "%O&%F&zip=78701;204 zip", "%O&%F&zap=1;203 zap", "%O&%F&=1;203 ",
        "%O&zip=&phone=5125550100;201 zip", "%O&zip=x&phone=5125550100;202 zip", "%O&%F&floor=;113 floor",
        "%O&%F&deadline_ms=1e3;113 deadline_ms", "%O&%F&fields=x;114 fields", "%O&%F&sub1=%0A;113 sub1",
        "%O&%F&x=%;111 ", "%O&%F&name=%ff;202 name", "&;112 offer, 112 lead_id"})
    void shouldSayEverythingThatIsWrongWithAForm(final String body, final String expected) {
        assertEquals(expected == null ? "" : expected, read(form(body.replace("%F", "zip=78701&phone=5125550100")
                .replace("%O", "offer=quote&lead_id=A"))).trim() + (expected.endsWith(" ") ? " " : ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"a\"", "{", "{}x", "{\"a\":}", "{\"offer\":\"quote\"", "x", " ",
        "{\"offer\":\"quote\",\"lead_id\":\"A\",\"fields\":{\"zip\":}}", "{\"a\":1,}", "{\"offer\" \"x\"}"})
    void shouldRefuseWhatIsNoObject(final String body) {
        assertEquals("110 ", read(body));
    }

    @Test
    void shouldRefuseNestingWithoutEnd() {
        assertEquals("110 ", read("{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}"));
    }

    @Test
    void shouldMindTheLimitsOfTexts() {
        final String body = "{\"offer\":\"quote\",\"lead_id\":\"%s\",\"sub1\":\"%s\"," + FIELDS + "}";
        assertEquals("", read(String.format(body, "x".repeat(64), "y".repeat(100))));
        assertEquals("113 lead_id, 113 sub1", read(String.format(body, "x".repeat(65), "y".repeat(101))));
        assertEquals("113 lead_id", read(String.format(body, "", "")));
        assertEquals("113 lead_id", read(String.format(body, "a b", "")));
        assertEquals("113 lead_id", read(String.format(body, "\u00e9", "")));
    }

    @Test
    void shouldCutALongDeadline() {
        assertEquals("", read(GOOD.replace("800", "2147483647")));
        assertEquals(7 + 2_000 * MS, lead.deadlineNs());
    }

    @Test
    void shouldTakeOffersOfThePublisherOnlyAndOnlyWhileTheyAreOn() {
        sample.publisherOffers = List.of("other");
        catalog = sample.catalog();
        assertEquals("116 offer", read(GOOD));
        sample.publisherOffers = List.of("quote");
        catalog = sample.catalog();
        assertEquals("", read(GOOD));
        sample.offerOn = false;
        catalog = sample.catalog();
        assertEquals("116 offer", read(GOOD));
        assertNull(lead.offer());
    }

    @ParameterizedTest
    @CsvSource({"application/json,", "APPLICATION/JSON ; charset=utf-8,", "application/json;x,", "text/plain,109 ",
        "application/jsonx,109 ", ",109 ", "application/json\t;x,"})
    void shouldMindTheContentType(final String type, final String expected) {
        assertEquals(expected == null ? "" : expected.trim() + " ",
                read(Heads.of(type == null ? "X: y" : "Content-Type: " + type), GOOD));
    }

    @Test
    void shouldRefuseAnEmptyBodyAndAStranger() {
        assertEquals("120 ", read(Heads.of(JSON), ""));
        problems.clear();
        lead.begin(1, catalog, null, 7, 0);
        assertFalse(intake.members(lead, null, Heads.of(JSON), new byte[1], 0, 1, problems));
        assertEquals(LeadReason.NOT_AUTHENTICATED, problems.reason(0));
    }

    @Test
    void shouldHashTheKeyWithItsPublisherAndTheBody() {
        assertEquals("", read(Heads.of(JSON, "Idempotency-Key: k1"), GOOD));
        final byte[] first = lead.keyHash().clone();
        final long bodyHash = lead.bodyHash();
        assertNotEquals(0, bodyHash);
        assertEquals("", read(Heads.of("Idempotency-Key: k1", JSON), GOOD));
        assertArrayEquals(first, lead.keyHash());
        assertEquals(bodyHash, lead.bodyHash());
        assertEquals("", read(Heads.of(JSON, "Idempotency-Key: k2"), GOOD + " "));
        assertFalse(java.util.Arrays.equals(first, lead.keyHash()));
        assertNotEquals(bodyHash, lead.bodyHash());
        assertNotEquals(0, Idempotency.fingerprint(new byte[16]));
    }

    @Test
    void shouldRefuseAKeyThatNobodyMeant() {
        assertEquals("117 ", read(Heads.of(JSON, "Idempotency-Key:"), GOOD));
        assertEquals("117 ", read(Heads.of(JSON, "Idempotency-Key: a b"), GOOD));
        assertEquals("117 ", read(Heads.of(JSON, "Idempotency-Key: \u00e9"), GOOD));
        assertEquals("117 ", read(Heads.of(JSON, "Idempotency-Key: " + "k".repeat(256)), GOOD));
        assertEquals("", read(Heads.of(JSON, "Idempotency-Key: " + "k".repeat(255)), GOOD));
    }

    @Test
    void shouldNeitherThrowNorForgetWhoTheLeadIsFor() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final String asForm = "offer=quote&lead_id=A&zip=78701&phone=5125550100&floor=1.5&sub1=x%20y";
        int good = 0;
        for (int i = 0; i < 20_000; i++) {
            final boolean json = random.nextBoolean();
            final StringBuilder text = new StringBuilder(json ? GOOD : asForm);
            for (int change = random.nextInt(4); change > 0; change--) {
                final int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "{}[],:\"\\%&=nul0\u0000\u00ff".charAt(random.nextInt(17)));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 40)));
                }
            }
            final String found = read(json ? text.toString() : form(text.toString()));
            if (found.isEmpty()) {
                good++;
                assertTrue(lead.offer() != null && lead.publisherLeadId().length() > 0
                        && lead.values().has(0) && lead.values().has(1), text + " seed " + seed);
            }
        }
        assertTrue(good > 2_000, "seed " + seed);
    }

    private static String form(final String body) {
        return "\u0001" + body;
    }

    private String read(final String body) {
        final boolean isForm = body.startsWith("\u0001");
        return read(Heads.of(isForm ? FORM : JSON), isForm ? body.substring(1) : body);
    }

    private String read(final RequestHead head, final String body) {
        return read(head, ("##" + body + "##").getBytes(StandardCharsets.UTF_8));
    }

    private String read(final RequestHead head, final byte[] bytes) {
        problems.clear();
        clicks.clear();
        lead.clear();
        lead.begin(1, catalog, null, 7, 0);
        if (intake.members(lead, catalog.publishers()[0], head, bytes, 2, bytes.length - 4, problems)) {
            intake.fields(lead, bytes, problems);
        }
        final List<String> found = new ArrayList<>();
        for (int i = 0; i < problems.listed(); i++) {
            found.add(problems.reason(i).code() + " " + problems.name(i));
            assertFalse(problems.sentence(i).isEmpty());
        }
        return String.join(", ", found);
    }

    private String value(final String name) {
        final int field = lead.offer().vertical().config().fieldIndex(name);
        return new String(lead.values().text(), lead.values().offset(field), lead.values().length(field),
                StandardCharsets.UTF_8);
    }
}
