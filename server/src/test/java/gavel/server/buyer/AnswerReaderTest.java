package gavel.server.buyer;

import gavel.config.BuyerConfig.Answer;
import gavel.config.BuyerConfig.Format;
import gavel.config.BuyerConfig.Match;
import gavel.server.buyer.BuyerAnswer.Slot;
import gavel.server.catalog.Catalog;
import gavel.server.catalog.SampleConfig;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.Money;
import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import gavel.server.ping.BidReader;
import gavel.server.post.PostReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What buyers answer, in the three formats, as bids and as outcomes of posts; what is not clear is not taken. */
class AnswerReaderTest {
    private static final int MAX = 2_048;

    private final BuyerAnswer answer = new BuyerAnswer();
    private final BuyerStats stats = new BuyerStats();
    private final Lead lead = lead();

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "{\"bid\":12.5};BID 12500000", "{\"bid\":\"12.5\"};BID 12500000", "{\"bid\":50};BID 50000000",
        "{\"bid\":\"12.5\",\"ref\":\"r1\"};BID 12500000 r1", "{\"x\":[1,{\"bid\":9}],\"bid\":\"1\"};BID 1000000",
        "{\"bid\":\"\\u0031\\u002e5\",\"ref\":\"\\\"\\u00e9\"};BID 1500000 \"\u00e9",
        "{\"bid\":0};NO_BID", "{\"bid\":\"0.00\"};NO_BID", "{\"bid\":null};NO_BID", "{};NO_BID", "{\"Bid\":1};NO_BID",
        "{\"bid\":{\"bid\":1}};GARBAGE", "{\"bid\":[1]};GARBAGE", "{\"bid\":[]};GARBAGE", "{\"bid\":{}};GARBAGE",
        "{\"bid\":{},\"bid\":1};GARBAGE", "{\"bid\":1,\"bid\":[]};GARBAGE", "{\"bid\":1,\"ref\":{}};GARBAGE",
        "{\"a\":{\"bid\":1}};NO_BID", "{\"a\":[],\"bid\":1};BID 1000000",
        "{\"bid\":50.000001};OVER_MAX", "{\"bid\":999999999};OVER_MAX", "{\"bid\":1e999};GARBAGE",
        "{\"bid\":1e1};GARBAGE", "{\"bid\":NaN};GARBAGE", "{\"bid\":\"NaN\"};GARBAGE", "{\"bid\":-1};GARBAGE",
        "{\"bid\":-0};GARBAGE", "{\"bid\":\"12,50\"};GARBAGE", "{\"bid\":\"\"};GARBAGE", "{\"bid\":\" 1\"};GARBAGE",
        "{\"bid\":true};GARBAGE", "{\"bid\":0.0000001};GARBAGE", "{\"bid\":10000000000};GARBAGE",
        "{\"bid\":999999999999999999999999999999};GARBAGE", "{\"bid\":\"$5\"};GARBAGE", "[1];GARBAGE", "1;GARBAGE",
        "{\"bid\":1;GARBAGE", "{\"bid\":1}x;GARBAGE", "{\"bid\":1,};GARBAGE", "{\"bid\":\"\\ud800\"};GARBAGE",
        "{\"bid\":1,\"bid\":9};GARBAGE", "{\"bid\":9,\"x\":1,\"b\\u0069d\":1};GARBAGE", "{\"b\\u0069d\":9};BID 9000000",
        "{\"bid\":1,\"ref\":\"a\",\"ref\":\"b\"};GARBAGE", "<a/>;GARBAGE", "``;GARBAGE"})
    void shouldReadABid(final String body, final String expected) {
        assertEquals(expected, bid(Format.JSON, body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "bid=12.5&ref=r+1;BID 12500000 r 1", "x=1&bid=5;BID 5000000", "bid=%31;BID 1000000", "bid=;GARBAGE",
        "ref=1;NO_BID", "bid=1&bid=2;GARBAGE", "bid=%;GARBAGE", "bid=1&ref=%C3%A9;BID 1000000 \u00e9",
        "bid=1&ref=%E9;GARBAGE", "bid=1&ref=a%C3;GARBAGE", "bid=1&ref=%ED%A0%80;GARBAGE",
        "bid=1&ref=%C0%80;GARBAGE", "bid=1&ref=%F4%90%80%80;GARBAGE", "bid=1&ref=%EF%BF%BF;GARBAGE",
        "bid=1&ref=%EF%BF%BD;BID 1000000 \ufffd", "bid=1&ref=%F0%9F%98%80;BID 1000000 \ud83d\ude00",
        "bid=1&ref=%7F;GARBAGE", "``;GARBAGE", "bid=1e3;GARBAGE"})
    void shouldReadABidInAForm(final String body, final String expected) {
        assertEquals(expected, bid(Format.FORM, body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "<r><bid>12.5</bid><ref> r&amp;1 </ref></r>~BID 12500000 r&1", "<bid>1</bid>~BID 1000000",
        "<?xml version='1.0'?><!-- <bid>9</bid> --><r a='>'><bid x=\"/\">2</bid></r>~BID 2000000",
        "<n:r xmlns:n='u'><n:bid>3</n:bid></n:r>~BID 3000000", "<r><bid><![CDATA[4]]></bid></r>~BID 4000000",
        "<r><bid/></r>~NO_BID", "<r><x><bid>1</bid></x></r>~NO_BID", "<r><bid>1</bid><bid>2</bid></r>~GARBAGE",
        "<r><bid>1</bid></r><r><bid>1</bid></r>~GARBAGE", "<r><bid>1</r></bid>~GARBAGE", "<r><bid>1</bid>~GARBAGE",
        "<!DOCTYPE r SYSTEM 'http://x'><r><bid>1</bid></r>~GARBAGE", "<!DOCTYPE:r><bid>1</bid></r>~GARBAGE",
        "<!DOCTYPE r [<!ENTITY e 'x'>]><r><bid>1</bid></r>~GARBAGE", "<r><bid>&e;</bid></r>~GARBAGE",
        "<r><bid>1&lt</bid></r>~GARBAGE", "x<r/>~GARBAGE", "<r/>x~GARBAGE", "<>~GARBAGE", "</>~GARBAGE", "<~GARBAGE",
        "<r~GARBAGE", "<r a='>~GARBAGE", "<r><![CDATA[1</r>~GARBAGE", "<!--~GARBAGE", "<?xml~GARBAGE", "``~GARBAGE",
        "<r><bid>1</bid><ref>a \u00e9</ref></r>~BID 1000000 a \u00e9", "<r><a:bid>1</b:bid></r>~GARBAGE",
        "<r><a:b:bid>1</a:b:bid></r>~GARBAGE", "<r><:bid>1</:bid></r>~GARBAGE", "<r><bid:>1</bid:></r>~GARBAGE",
        "<r><bid\u00e9>1</bid\u00e9></r>~NO_BID", "<r><a:bid>1</a:bid><b:bid>2</b:bid></r>~GARBAGE",
        "<r><bid><x>1</x></bid></r>~GARBAGE", "<r><bid>1<x/></bid></r>~GARBAGE", "<r><bid>1<x/>2</bid></r>~GARBAGE",
        "<bid><x/>1</bid>~GARBAGE", "<bid><bid>1</bid></bid>~BID 1000000",
        "<r><bid>1<!-- x -->2</bid></r>~BID 12000000"})
    void shouldReadABidInXml(final String body, final String expected) {
        assertEquals(expected, bid(Format.XML, body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "bid~<r><n:bid>1</n:bid></r>~BID 1000000", "n:bid~<r><n:bid>1</n:bid></r>~BID 1000000",
        "n:bid~<r><bid>1</bid></r>~NO_BID", "n:bid~<r><m:bid>1</m:bid></r>~NO_BID",
        "n:bid~<r><m:bid>1</m:bid><n:bid>2</n:bid><bid>3</bid></r>~BID 2000000",
        "n:bid~<r><n:bid>1</n:bid><n:bid>2</n:bid></r>~GARBAGE", "n:r.n:bid~<n:r><n:bid>1</n:bid></n:r>~BID 1000000",
        "n:r.bid~<n:r><n:bid>1</n:bid></n:r>~BID 1000000", "n:r.bid~<r><n:bid>1</n:bid></r>~NO_BID",
        "s:Body.bid~<s:Envelope><s:Body><bid>1</bid></s:Body></s:Envelope>~BID 1000000"})
    void shouldTakeAPrefixAsThePathNamesIt(final String path, final String body, final String expected) {
        final Answer rules = new Answer(Optional.of(path), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
        assertEquals(expected, bid(reader(Format.XML, rules), body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "&#65;&#x41;&#x0000041;~AAA", "&#233;&#xE9;&#xe9;~\u00e9\u00e9\u00e9", "&#x20AC;~\u20ac",
        "&#128512;&#x1F600;~\ud83d\ude00\ud83d\ude00", "a&#32;b~a b",
        "&#xD7FF;&#xE000;~\ud7ff\ue000", "&#xFFFD;~\ufffd",
        "&#x10FFFF;~\udbff\udfff", "<![CDATA[a&#65;]]>&#65;~a&#65;A", "&#38;lt;~&lt;", "&#0;~GARBAGE", "&#x0;~GARBAGE",
        "&#8;~GARBAGE", "&#x1F;~GARBAGE", "&#xD800;~GARBAGE", "&#xDFFF;~GARBAGE", "&#xFFFE;~GARBAGE",
        "&#65535;~GARBAGE", "&#x110000;~GARBAGE", "&#99999999999999999999;~GARBAGE", "&#;~GARBAGE", "&#x;~GARBAGE",
        "&#X41;~GARBAGE", "&#6A;~GARBAGE", "&#xG;~GARBAGE", "&#-65;~GARBAGE", "&#65~GARBAGE", "&#~GARBAGE",
        "&#x~GARBAGE", "&#10;~GARBAGE"})
    void shouldReadACharacterByItsNumber(final String text, final String expected) {
        assertEquals(expected.equals("GARBAGE") ? expected : "BID 1000000 " + expected,
                bid(Format.XML, "<r><bid>&#49;</bid><ref>" + text + "</ref></r>"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {"&#65;<r/>", "<r/>&#65;", "&amp;<r/>", "<r/>&lt;"})
    void shouldTakeNoReferenceOutsideTheRoot(final String body) {
        assertEquals("GARBAGE", bid(Format.XML, body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "{\"r\":{\"status\":\"ACCEPTED\",\"id\":\"i1\",\"url\":\"https://a/\"}};SOLD i1 https://a/",
        "{\"r\":{\"id\":7,\"x\":{\"status\":\"rejected\"},\"status\":\"ok\"}};SOLD 7",
        "{\"r\":{\"status\":\"Rejected\",\"why\":\"no\"}};REJECTED no", "{\"r\":{\"status\":\"pending\"}};UNKNOWN",
        "{\"r\":{}};UNKNOWN", "{};UNKNOWN", "{\"r\":\"ok\"};UNKNOWN", "{\"r\":[{\"status\":\"ok\"}]};UNKNOWN",
        "{\"status\":\"ok\"};UNKNOWN", "{\"r\":{\"status\":null}};UNKNOWN", "{\"r\":{\"status\":\"ok \"}};UNKNOWN",
        "{\"r\":{\"status\":\"accepted\",\"status\":\"rejected\"}};UNKNOWN",
        "{\"r\":{\"status\":\"rejected\",\"status\":\"accepted\"}};UNKNOWN",
        "{\"r\":{\"status\":\"ok\"},\"r\":{\"status\":\"rejected\"}};UNKNOWN",
        "{\"r\":{\"status\":\"ok\"}}{};UNKNOWN", "{\"r\":{\"status\":\"ok\"};UNKNOWN", "ok;UNKNOWN",
        "{\"r\":{\"status\":\"ok\",\"url\":\"a\\nb\",\"id\":\"\u00e9\"}};SOLD \u00e9",
        "{\"r\":{\"status\":\"ok\",\"url\":\"javascript:alert(1)\"}};SOLD",
        "{\"r\":{\"status\":null,\"status\":\"ok\"}};UNKNOWN", "{\"r\":{\"status\":\"ok\",\"status\":null}};UNKNOWN",
        "{\"r\":{\"st\\u0061tus\":\"ok\"}};SOLD", "{\"r\":{\"status\":\"ok\",\"st\\u0061tus\":\"no\"}};UNKNOWN"})
    void shouldReadTheOutcomeOfAPost(final String body, final String expected) {
        final AnswerReader reader = reader(Format.JSON, SampleConfig.postAnswer());
        read(reader, body);
        final PostStatus status = PostReader.status(answer, reader, lead, stats);
        assertEquals(expected, (status + " " + lead.buyerText() + " " + lead.redirectUrl()).stripTrailing());
    }

    @ParameterizedTest
    @CsvSource({"OK, '', SOLD", "ok, rejected, UNKNOWN", "OK, DECLINED, UNKNOWN", "'', rejected, REJECTED",
        "x, rejected, REJECTED", "ok, x, SOLD", "x, x, UNKNOWN", "'', '', UNKNOWN"})
    void shouldSayNeitherSoldNorRejectedWhenAnAnswerSaysBoth(final String status, final String error,
                                                             final PostStatus expected) {
        for (final Format format : Format.values()) {
            final AnswerReader reader = reader(format, new Answer(Optional.empty(), Optional.empty(),
                    Optional.of(new Match("status", List.of("ok"))),
                    Optional.of(new Match("error", List.of("rejected", "declined"))), Optional.empty(),
                    Optional.empty()));
            read(reader, switch (format) {
                case JSON -> "{\"status\":\"" + status + "\",\"error\":\"" + error + "\"}";
                case FORM -> "status=" + status + "&error=" + error;
                case XML -> "<r><status>" + status + "</status><error>" + error + "</error></r>";
            });
            assertEquals(expected, PostReader.status(answer, reader, lead, stats), format.name());
        }
    }

    @ParameterizedTest
    @CsvSource({"ANGENOMMEN, UNKNOWN", "best\u00e4tigt, SOLD", "BEST\u00c4TIGT, SOLD", "Best\u00c4tigt, SOLD",
        "BESTATIGT, UNKNOWN", "\u043f\u0440\u0438\u043d\u044f\u0442\u043e, SOLD",
        "\u041f\u0420\u0418\u041d\u042f\u0422\u041e, SOLD", "\u043f\u0440\u0438, UNKNOWN",
        "REFUS\u00c9, REJECTED", "refus\u00e9, REJECTED", "Refus\u00e9, REJECTED", "refus\u00e8, UNKNOWN",
        "refuse\u0301, UNKNOWN", "o\u212a, UNKNOWN", "OK, SOLD"})
    void shouldKnowAWordInWhateverCaseAndLanguage(final String word, final PostStatus expected) {
        final AnswerReader reader = reader(Format.JSON, new Answer(Optional.empty(), Optional.empty(),
                Optional.of(new Match("s", List.of("ok", "Best\u00e4tigt",
                        "\u041f\u0440\u0438\u043d\u044f\u0442\u043e"))),
                Optional.of(new Match("s", List.of("refus\u00c9"))), Optional.empty(), Optional.empty()));
        read(reader, "{\"s\":\"" + word + "\"}");
        assertEquals(expected, PostReader.status(answer, reader, lead, stats));
    }

    @Test
    void shouldTakeAFormsNameAsItIs() {
        final AnswerReader reader = reader(Format.FORM, new Answer(Optional.empty(), Optional.empty(),
                Optional.of(new Match("r.status", List.of("ok"))), Optional.empty(), Optional.empty(),
                Optional.empty()));
        read(reader, "r.status=OK");
        assertEquals(PostStatus.SOLD, PostReader.status(answer, reader, lead, stats));
    }

    @Test
    void shouldNotTakeAReferenceThatItCouldNotRepeat() {
        assertEquals("BID 1000000 " + "r".repeat(128), bid(Format.JSON, "{\"bid\":1,\"ref\":\"" + "r".repeat(128)
                + "\"}"));
        assertEquals("GARBAGE", bid(Format.JSON, "{\"bid\":1,\"ref\":\"" + "r".repeat(129) + "\"}"));
        assertEquals("GARBAGE", bid(Format.JSON, "{\"bid\":1,\"ref\":\"a\\u0000b\"}"));
        assertEquals("GARBAGE", bid(Format.JSON, "{\"bid\":1,\"ref\":\"a\\uffff\"}"));
        for (final String before : List.of("{\"bid\":1,\"ref\":\"", "bid=1&ref=", "<r><bid>1</bid><ref>")) {
            final Format format = before.startsWith("{") ? Format.JSON
                    : before.startsWith("<") ? Format.XML : Format.FORM;
            final String after = format == Format.JSON ? "\"}" : format == Format.XML ? "</ref></r>" : "";
            final byte[] latin = (before + "caf\u00e9" + after).getBytes(StandardCharsets.ISO_8859_1);
            reader(format, SampleConfig.pingAnswer()).read(latin, 0, latin.length, answer);
            assertEquals(PingStatus.GARBAGE, BidReader.status(answer, lead.candidate(0)), format.name());
        }
    }

    @Test
    void shouldRefuseXmlWithoutEnd() {
        assertEquals("NO_BID", bid(Format.XML, "<a>".repeat(32) + "</a>".repeat(32)));
        assertEquals("GARBAGE", bid(Format.XML, "<a>".repeat(33) + "</a>".repeat(33)));
        assertEquals("GARBAGE", bid(Format.XML, "<".repeat(MAX)));
    }

    @Test
    void shouldSurviveRandomMutations() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final String[] seeds = {"{\"r\":{\"status\":\"ok\",\"id\":\"\\u00e9\\n\"},\"bid\":12.5,\"ref\":[{}]}",
            "bid=12.5&ref=%C3%A9+x&status=ok",
            "<?xml version='1.0'?><r a='b'><bid>1&amp;2</bid><!-- x --><ref><![CDATA[x]]></ref></r>"};
        for (final Format format : Format.values()) {
            final AnswerReader reader = reader(format, SampleConfig.pingAnswer());
            int readable = 0;
            for (int i = 0; i < 30_000; i++) {
                final StringBuilder text = new StringBuilder(seeds[format.ordinal()]);
                for (int change = random.nextInt(5); change > 0; change--) {
                    final int at = random.nextInt(text.length());
                    switch (random.nextInt(3)) {
                        case 0 -> text.deleteCharAt(at);
                        case 1 -> text.insert(at, "<>/!?[]&;'\"{}:,\\=%\u0000\u00ff".charAt(random.nextInt(20)));
                        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 30)));
                    }
                }
                read(reader, text.toString());
                readable += answer.isReadable() ? 1 : 0;
            }
            assertTrue(readable > 3_000, format + " seed " + seed);
        }
    }

    private String bid(final Format format, final String body) {
        return bid(reader(format, SampleConfig.pingAnswer()), body);
    }

    private String bid(final AnswerReader reader, final String body) {
        read(reader, body);
        lead.candidate(0).reference().clear();
        final PingStatus status = BidReader.status(answer, lead.candidate(0));
        if (status != PingStatus.BID) {
            return status.name();
        }
        assertTrue(BidReader.micros(answer) != Money.NOT_MONEY);
        final Candidate candidate = lead.candidate(0);
        assertEquals(candidate.reference().length() > 0, answer.has(Slot.REFERENCE));
        return (status + " " + BidReader.micros(answer) + " " + candidate.reference()).trim();
    }

    private static AnswerReader reader(final Format format, final Answer rules) {
        return new AnswerReader(SampleConfig.endpoint(format, List.of(), rules), MAX);
    }

    private void read(final AnswerReader reader, final String body) {
        final byte[] bytes = ("<{" + body + "}>").getBytes(StandardCharsets.UTF_8);
        reader.read(bytes, 2, bytes.length - 4, answer);
        assertFalse(answer.has(Slot.PRICE) && answer.bytes(Slot.PRICE).length < answer.slice(Slot.PRICE).end());
    }

    private static Lead lead() {
        final SampleConfig sample = new SampleConfig();
        sample.campaigns.add(SampleConfig.campaign("a"));
        final Catalog catalog = sample.catalog();
        final Lead lead = new Lead(1);
        lead.begin(1, catalog, null, 0, 0);
        lead.addCandidate(catalog.campaigns().get(0));
        return lead;
    }
}
