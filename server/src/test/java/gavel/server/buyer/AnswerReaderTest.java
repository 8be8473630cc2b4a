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
    private final Lead lead = lead();

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "{\"bid\":12.5};BID 12500000", "{\"bid\":\"12.5\"};BID 12500000", "{\"bid\":50};BID 50000000",
        "{\"bid\":\"12.5\",\"ref\":\"r1\"};BID 12500000 r1", "{\"x\":[1,{\"bid\":9}],\"bid\":\"1\"};BID 1000000",
        "{\"bid\":\"\\u0031\\u002e5\",\"ref\":\"\\\"\\u00e9\"};BID 1500000 \"\u00e9",
        "{\"bid\":0};NO_BID", "{\"bid\":\"0.00\"};NO_BID", "{\"bid\":null};NO_BID", "{};NO_BID", "{\"Bid\":1};NO_BID",
        "{\"bid\":{\"bid\":1}};NO_BID", "{\"bid\":[1]};NO_BID", "{\"a\":{\"bid\":1}};NO_BID",
        "{\"bid\":50.000001};OVER_MAX", "{\"bid\":999999999};OVER_MAX", "{\"bid\":1e999};GARBAGE",
        "{\"bid\":1e1};GARBAGE", "{\"bid\":NaN};GARBAGE", "{\"bid\":\"NaN\"};GARBAGE", "{\"bid\":-1};GARBAGE",
        "{\"bid\":-0};GARBAGE", "{\"bid\":\"12,50\"};GARBAGE", "{\"bid\":\"\"};GARBAGE", "{\"bid\":\" 1\"};GARBAGE",
        "{\"bid\":true};GARBAGE", "{\"bid\":0.0000001};GARBAGE", "{\"bid\":10000000000};GARBAGE",
        "{\"bid\":999999999999999999999999999999};GARBAGE", "{\"bid\":\"$5\"};GARBAGE", "[1];GARBAGE", "1;GARBAGE",
        "{\"bid\":1;GARBAGE", "{\"bid\":1}x;GARBAGE", "{\"bid\":1,};GARBAGE", "{\"bid\":\"\\ud800\"};GARBAGE",
        "{\"bid\":1,\"bid\":9};GARBAGE", "{\"bid\":9,\"x\":1,\"b\\u0069d\":1};BID 9000000",
        "{\"bid\":1,\"ref\":\"a\",\"ref\":\"b\"};GARBAGE", "<a/>;GARBAGE", "``;GARBAGE"})
    void shouldReadABid(final String body, final String expected) {
        assertEquals(expected, bid(Format.JSON, body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "bid=12.5&ref=r+1;BID 12500000 r 1", "x=1&bid=5;BID 5000000", "bid=%31;BID 1000000", "bid=;GARBAGE",
        "ref=1;NO_BID", "bid=1&bid=2;GARBAGE", "bid=%;GARBAGE", "``;GARBAGE", "bid=1e3;GARBAGE"})
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
        "<r><bid>1</bid><ref>a \u00e9</ref></r>~BID 1000000 a \u00e9"})
    void shouldReadABidInXml(final String body, final String expected) {
        assertEquals(expected, bid(Format.XML, body));
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
        "{\"r\":{\"status\":\"ok\",\"url\":\"a\\nb\",\"id\":\"\u00e9\"}};SOLD"})
    void shouldReadTheOutcomeOfAPost(final String body, final String expected) {
        final AnswerReader reader = reader(Format.JSON, SampleConfig.postAnswer());
        read(reader, body);
        final PostStatus status = PostReader.status(answer, reader, lead);
        assertEquals(expected, (status + " " + lead.buyerText() + " " + lead.redirectUrl()).stripTrailing());
    }

    @Test
    void shouldTakeAFormsNameAsItIs() {
        final AnswerReader reader = reader(Format.FORM, new Answer(Optional.empty(), Optional.empty(),
                Optional.of(new Match("r.status", List.of("ok"))), Optional.empty(), Optional.empty(),
                Optional.empty()));
        read(reader, "r.status=OK");
        assertEquals(PostStatus.SOLD, PostReader.status(answer, reader, lead));
    }

    @Test
    void shouldNotTakeAReferenceThatItCouldNotRepeat() {
        assertEquals("BID 1000000 " + "r".repeat(128), bid(Format.JSON, "{\"bid\":1,\"ref\":\"" + "r".repeat(128)
                + "\"}"));
        assertEquals("GARBAGE", bid(Format.JSON, "{\"bid\":1,\"ref\":\"" + "r".repeat(129) + "\"}"));
        assertEquals("GARBAGE", bid(Format.JSON, "{\"bid\":1,\"ref\":\"a\\u0000b\"}"));
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
        read(reader(format, SampleConfig.pingAnswer()), body);
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
