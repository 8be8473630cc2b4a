package gavel.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a server, good and bad. */
class AnswerTest {
    @Test
    void shouldReadASaleToTheMicro() {
        final Answer answer = Answer.read(200, "{\"status\":\"sold\",\"lead_id\":\"01H8\",\"price\":\"12.500001\","
            + "\"payout\":\"10.00\",\"currency\":\"USD\",\"reason\":null,\"timing_us\":{\"a\":1}}");

        assertEquals(new Answer(Outcome.SOLD, "01H8", 12_500_001, 10_000_000, null), answer);
    }

    @ParameterizedTest
    @CsvSource({"unsold,UNSOLD", "rejected,REJECTED", "duplicate,DUPLICATE", "pending,PENDING", "unknown,UNKNOWN"})
    void shouldReadEveryOtherOutcome(final String status, final Outcome outcome) {
        assertEquals(outcome, Answer.read(200, "{\"status\":\"" + status + "\",\"lead_id\":\"01H8\"}").outcome());
    }

    @ParameterizedTest
    @CsvSource({"503,REFUSED", "429,REFUSED", "400,CLIENT_ERROR", "422,CLIENT_ERROR", "500,SERVER_ERROR",
        "302,PROTOCOL_ERROR", "204,PROTOCOL_ERROR"})
    void shouldSortOtherStatusesOut(final int status, final Outcome outcome) {
        assertEquals(outcome, Answer.read(status, "").outcome());
    }

    @Test
    void shouldSayWhyALeadWasNotTaken() {
        assertEquals("status 401: {\"code\":105}", Answer.read(401, "{\"code\":105}").problem());
    }

    @Test
    void shouldTakeWhatIsExpectedOfAServerThatIsNotGavelForASaleWithoutMoney() {
        assertEquals(Answer.of(Outcome.SOLD),
            Answer.expecting("\"sold\"", 200, "{\"status\":\"sold\",\"price\":7.50}"));
    }

    /** The twin: neither another text nor another status is what was expected. */
    @Test
    void shouldSayWhatCameInsteadOfWhatWasExpected() {
        final Answer answer = Answer.expecting("\"sold\"", 200, "{\"status\":\"bid\"}");

        assertEquals(Outcome.PROTOCOL_ERROR, answer.outcome());
        assertEquals("an answer without \"sold\": {\"status\":\"bid\"}", answer.problem());
        assertEquals(Outcome.REFUSED, Answer.expecting("\"sold\"", 503, "\"sold\"").outcome());
        assertEquals(Outcome.SERVER_ERROR, Answer.expecting("\"sold\"", 500, "\"sold\"").outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"status\":\"sold\"}", "{\"status\":\"SOLD\"}", "{\"status\":1}",
        "{\"status\":\"sold\",\"lead_id\":\"1\",\"price\":12.5,\"payout\":\"10.00\",\"currency\":\"USD\"}",
        "{\"status\":\"sold\",\"lead_id\":\"1\",\"price\":\"1e3\",\"payout\":\"10.00\",\"currency\":\"USD\"}",
        "{\"status\":\"sold\",\"lead_id\":\"1\",\"price\":\"1.00\",\"payout\":\"1.00\"}",
        "{\"status\":\"unsold\",\"lead_id\":7}"})
    void shouldKeepASampleOfWhatIsNoAnswer(final String body) {
        final Answer answer = Answer.read(200, body);

        assertEquals(Outcome.PROTOCOL_ERROR, answer.outcome());
        assertNotNull(answer.problem());
        assertTrue(answer.problem().contains(body));
    }
}
