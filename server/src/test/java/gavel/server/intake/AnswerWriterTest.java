package gavel.server.intake;

import com.dslplatform.json.DslJson;
import gavel.server.catalog.Catalog;
import gavel.server.catalog.SampleConfig;
import gavel.server.http.HttpStatus;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.PingStatus;
import gavel.server.lead.Problems;
import gavel.server.lead.Stage;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Answers, read by a JSON parser that is not ours. */
class AnswerWriterTest {
    private final AnswerWriter writer = new AnswerWriter();
    private final byte[] target = new byte[AnswerWriter.PROBLEM_MAX_BYTES];
    private final DslJson<Object> json = new DslJson<>();

    @Test
    void shouldTellOfASale() throws IOException {
        final Lead lead = lead();
        final byte[] url = "https://a.example/?q=\"\\ x".getBytes(StandardCharsets.US_ASCII);
        lead.redirectUrl().set(url, 0, url.length);
        lead.stamp(Stage.PING, 41_200_000);
        final Map<String, Object> answer = parse(writer.sold(lead, target));
        assertEquals(List.of("status", "lead_id", "price", "payout", "currency", "redirect_url", "reason", "timing_us"),
                List.copyOf(answer.keySet()));
        assertEquals("sold", answer.get("status"));
        assertEquals("12.50", answer.get("price"));
        assertEquals("10.000001", answer.get("payout"));
        assertEquals("USD", answer.get("currency"));
        assertEquals("https://a.example/?q=\"\\ x", answer.get("redirect_url"));
        assertNull(answer.get("reason"));
        assertEquals(41_200L, ((Map<?, ?>) answer.get("timing_us")).get("ping"));
        assertEquals(Stage.COUNT, ((Map<?, ?>) answer.get("timing_us")).size());
        lead.redirectUrl().clear();
        assertNull(parse(writer.sold(lead, target)).get("redirect_url"));
    }

    @Test
    void shouldTellWhyALeadWasNotSold() throws IOException {
        final Lead lead = lead();
        for (final LeadReason reason : LeadReason.values()) {
            final Map<String, Object> answer = parse(writer.notSold(lead, "unsold", reason, target));
            assertEquals("unsold", answer.get("status"));
            assertNull(answer.get("price"));
            assertEquals(Map.of("code", (long) reason.code(), "text", reason.sentence()), answer.get("reason"));
        }
    }

    @Test
    void shouldTellOfAProblemWithAndWithoutALead() throws IOException {
        for (final LeadReason reason : LeadReason.values()) {
            final Problems problems = new Problems();
            problems.add(reason);
            final HttpStatus status = HttpStatus.of(reason.httpStatus());
            final Map<String, Object> answer = parse(writer.problem(problems, status, 0, target));
            assertEquals((long) reason.code(), answer.get("code"));
            assertEquals((long) reason.httpStatus(), answer.get("status"));
            assertEquals(reason.sentence(), answer.get("detail"));
            assertEquals(status.phrase(), answer.get("title"), "as about:blank wants it");
            assertTrue(!answer.containsKey("lead_id") && !answer.containsKey("problems"));
            assertEquals("rejected", parse(writer.problem(problems, status, 7, target)).get("outcome"));
        }
    }

    @Test
    void shouldGiveTheStatusOfTheAnswerWhereAReasonHasMany() throws IOException {
        final Problems problems = new Problems();
        problems.add(LeadReason.MALFORMED_HTTP);
        final Map<String, Object> answer = parse(writer.problem(problems, HttpStatus.NOT_IMPLEMENTED, 0, target));
        assertEquals(501L, answer.get("status"));
        assertEquals("Not Implemented", answer.get("title"));
    }

    @Test
    void shouldStayJsonWhateverNamesWereSent() throws IOException {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            final Problems problems = new Problems();
            final int count = 1 + random.nextInt(4);
            for (int p = 0; p < count; p++) {
                final byte[] name = new byte[1 + random.nextInt(90)];
                random.nextBytes(name);
                problems.add(LeadReason.UNKNOWN_FIELD, name, 0, name.length, "a \"sentence\" with \\ and \u00e9\n");
            }
            final Map<String, Object> answer = parse(writer.problem(problems, HttpStatus.UNPROCESSABLE,
                    random.nextInt(2), target));
            assertEquals(count, ((List<?>) answer.get("problems")).size(), "seed " + seed);
        }
    }

    @Test
    void shouldHaveRoomForTheLongestAnswer() throws IOException {
        final Problems problems = new Problems();
        final byte[] name = "\"".repeat(64).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 2 * Problems.LISTED_MAX; i++) {
            problems.add(LeadReason.UNKNOWN_FIELD, name, 0, name.length, "x".repeat(100));
        }
        final Map<String, Object> longest = parse(writer.problem(problems, HttpStatus.UNPROCESSABLE, 7, target));
        assertEquals(Problems.LISTED_MAX, ((List<?>) longest.get("problems")).size());
        final Lead lead = lead();
        final byte[] url = new byte[Lead.REDIRECT_URL_MAX_BYTES];
        Arrays.fill(url, (byte) '"');
        lead.redirectUrl().set(url, 0, url.length);
        assertTrue(writer.sold(lead, target) <= AnswerWriter.ANSWER_MAX_BYTES);
        assertEquals(url.length, parse(writer.sold(lead, target)).get("redirect_url").toString().length());
    }

    private static Lead lead() {
        final SampleConfig sample = new SampleConfig();
        sample.campaigns.add(SampleConfig.campaign("a"));
        final Catalog catalog = sample.catalog();
        final Lead lead = new Lead(1);
        lead.begin(7, catalog, null, 0, 0);
        lead.offer(SampleConfig.offer(catalog));
        lead.addCandidate(catalog.campaigns().get(0));
        lead.candidate(0).onAnswered(PingStatus.BID, 12_500_000, 0);
        lead.candidate(0).payoutMicros(10_000_001);
        lead.winner(lead.candidate(0));
        return lead;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> parse(final int length) throws IOException {
        return (Map<String, Object>) json.deserialize(Map.class, target, length);
    }
}
