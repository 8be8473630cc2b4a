package gavel.server.click;

import gavel.config.Limits;
import gavel.config.OfferConfig;
import gavel.server.lead.LeadReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What a click's query says, and where the visitor is sent. */
class ClickQueryTest {
    private final ClickQuery query = new ClickQuery();

    @Test
    void shouldReadPublisherAndSubs() {
        assertEquals(LeadReason.NONE, read("pub=north&sub1=a+b&sub5=%C3%A9&sub6=x&sub0=y&x=%00&subx=z"));
        assertEquals("north", query.publisher().toString());
        assertEquals("a b", query.sub(0).toString());
        assertEquals("\u00e9", query.sub(4).toString());
        assertEquals("", query.sub(1).toString());
    }

    @Test
    void shouldForgetTheClickBefore() {
        read("pub=north&sub1=a&sub2=b");
        assertEquals(LeadReason.NONE, read("sub1="));
        assertEquals("", query.publisher().toString() + query.sub(0) + query.sub(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pub=%", "pub=%4", "sub1=%0a", "sub1=%00", "sub1=a%7f", "sub1=%ff", "sub2=%c3%28",
        "sub3=%ed%a0%80", "pub=%0d%0aSet-Cookie:x", "x=%zz"})
    void shouldRefuseWhatIsBrokenOrCouldBreakAHeader(final String text) {
        assertEquals(LeadReason.WRONG_CLICK_QUERY, read(text));
    }

    @Test
    void shouldRefuseWhatIsTooLong() {
        assertEquals(LeadReason.NONE, read("sub1=" + "x".repeat(100)));
        assertEquals(LeadReason.WRONG_CLICK_QUERY, read("sub1=" + "x".repeat(101)));
        assertEquals(LeadReason.WRONG_CLICK_QUERY, read("pub=" + "x".repeat(65)));
        assertEquals(LeadReason.WRONG_CLICK_QUERY, read("x=" + "x".repeat(9_000)));
    }

    @Test
    void shouldFillTheLongestLineThatTheConfigurationAllows() {
        final String page = "https://a.example/{sub1}/{sub2}?a={sub5}&b={sub1}&c={click_id}&{sub0}";
        final byte[] clickId = "i".repeat(Limits.CLICK_ID_MAX_BYTES).getBytes(StandardCharsets.UTF_8);
        final byte[] line = new byte[Limits.LOCATION_MAX_BYTES];
        final String sub = "%2F".repeat(Limits.SUB_MAX_BYTES);
        assertEquals(LeadReason.NONE, read("sub1=" + sub + "&sub2=" + sub + "&sub5=" + sub));
        for (final String url : new String[] {page, page.replace("&c={click_id}", ""), "https://a.example/?{click_id}"
                + "{click_id}"}) {
            assertEquals(OfferConfig.locationMaxBytes(url),
                    new LandingPage(url).write(clickId, clickId.length, query, line), url);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/, https://a.example/?click_id=ID",
        "https://a.example/?x=1, https://a.example/?x=1&click_id=ID",
        "https://a.example/#top, https://a.example/?click_id=ID#top",
        "https://a.example/?x=1#a?b, https://a.example/?x=1&click_id=ID#a?b",
        "https://a.example/{click_id}/{sub1}?s={sub5}&t={sub2}, https://a.example/ID/a%20b?s=%C3%A9%25&t=",
        "https://a.example/{click_id}{click_id}, https://a.example/IDID",
        "https://a.example/{sub0}{sub6}{subs}{x}{?c={click_id}, https://a.example/{sub0}{sub6}{subs}{x}{?c=ID",
        "https://a.example/{sub3}, https://a.example/-._~AZ09%0A?click_id=ID"})
    void shouldFillInTheLandingPage(final String url, final String expected) {
        read("sub1=a+b&sub5=%C3%A9%25");
        final byte[] third = "-._~AZ09\n".getBytes(StandardCharsets.US_ASCII);
        query.sub(2).set(third, 0, third.length);
        final byte[] target = new byte[1024];
        final int end = new LandingPage(url).write(new byte[] {'I', 'D'}, 2, query, target);
        assertEquals("Location: " + expected + "\r\n", new String(target, 0, end, StandardCharsets.US_ASCII));
    }

    private LeadReason read(final String text) {
        final byte[] bytes = ("?" + text).getBytes(StandardCharsets.US_ASCII);
        return query.read(bytes, 1, bytes.length - 1);
    }
}
