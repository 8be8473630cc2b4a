package gavel.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Buckets, goals and the verdict. */
class VerdictTest {
    private static final Pace PACE = new Pace(10, Arrivals.UNIFORM, 1_000_000_000L, 1_000_000_000L);
    private static final LoadConfig CONFIG = new LoadConfig("p", 1,
        new LoadConfig.Target(URI.create("http://127.0.0.1:8080/"), List.of(), 1, 1_000_000),
        PACE, new LoadConfig.LeadPlan("{}", "L-1-", 0, false), null);

    private final LeadLog log = new LeadLog(CONFIG.leads(), Schedule.of(1, PACE), 5_000);
    private final LoadMeters meters = new LoadMeters();

    private void endAll(final Outcome first, final Outcome others) {
        for (int lead = 0; lead < log.size(); lead++) {
            final Outcome outcome = lead == 10 ? first : others;
            log.onEnd(lead, new Answer(outcome, "id", outcome == Outcome.SOLD ? 3 : 0, 0, null), 9_000);
        }
    }

    private LoadResult result(final boolean isInterrupted) {
        meters.roll();
        return new LoadResult(CONFIG, log, meters.totals(), ClickCounts.NONE, null, isInterrupted);
    }

    @Test
    void shouldPutEveryPlannedLeadIntoOneBucket() {
        endAll(Outcome.TIMEOUT, Outcome.SOLD);

        final LoadResult result = result(false);

        assertEquals(10, result.measured().leads());
        assertEquals(10, result.warmUp().count(Outcome.SOLD));
        assertEquals(9, result.measured().count(Outcome.SOLD));
        assertEquals(1, result.measured().errors());
        assertEquals(27, result.measured().priceMicros());
    }

    @Test
    void shouldNoticeALeadThatEndedTwiceOrNever() {
        log.onEnd(0, Answer.of(Outcome.SOLD), 1);

        assertThrows(IllegalStateException.class, () -> log.onEnd(0, Answer.of(Outcome.TIMEOUT), 2));
        assertThrows(IllegalStateException.class, () -> result(false));
    }

    @Test
    void shouldForgetLeadsThatWereNotDueWhenTheRunWasStopped() {
        log.onEnd(0, Answer.of(Outcome.SOLD), 1);
        log.truncate(1);

        final LoadResult result = result(true);

        assertEquals(0, result.measured().leads());
        assertEquals(1, result.warmUp().leads());
        assertEquals(Verdict.INTERRUPTED, Verdict.of(result, List.of(), null).exitCode());
    }

    @Test
    void shouldBeInvalidAboveTheLargerOfAMillisecondAndATwentieth() {
        assertEquals(List.of(), Verdict.invalidities(1_000, 2_000, 0));
        assertEquals(1, Verdict.invalidities(1_001, 2_000, 0).size());
        assertEquals(List.of(), Verdict.invalidities(5_000, 100_000, 0));
        assertEquals(1, Verdict.invalidities(5_001, 100_000, 0).size());
        assertEquals(1, Verdict.invalidities(0, 0, 1).size());
    }

    @Test
    void shouldBeInvalidRatherThanFailedWhenALeadWasNotSent() {
        endAll(Outcome.NOT_SENT, Outcome.SOLD);

        final Verdict verdict = Verdict.of(result(false), List.of(Goal.parse("sold>=100%")), null);

        assertEquals("INVALID", verdict.word());
        assertEquals(Verdict.INVALID, verdict.exitCode());
    }

    @Test
    void shouldHoldGoalsAgainstLatenciesAndShares() {
        endAll(Outcome.SERVER_ERROR, Outcome.SOLD);
        meters.onLatency(20_000_000, 10_000_000);
        final Histogram added = new Histogram(3);
        added.recordValue(1_500);
        final LoadResult result = result(false);

        assertEquals(Verdict.PASS, exit(result, added, "response.p99<=21ms", "service.max>=9ms", "errors<=10%"));
        assertEquals(Verdict.PASS, exit(result, added, "added.p99.9<=1501us", "sold>=90%"));
        assertEquals(Verdict.GOAL_FAILED, exit(result, added, "response.p99<=19ms", "sold>=90%"));
        assertEquals(Verdict.GOAL_FAILED, exit(result, added, "errors<=9%"));
        assertEquals(Verdict.GOAL_FAILED, exit(result, null, "added.p99<=1s"));
    }

    private static int exit(final LoadResult result, final Histogram added, final String... goals) {
        return Verdict.of(result, java.util.Arrays.stream(goals).map(Goal::parse).toList(), added).exitCode();
    }

    @Test
    void shouldRefuseGoalsThatAreNone() {
        for (final String text : List.of("p99<=1ms", "response.p98<=1ms", "response.p99<1ms", "response.p99<=1",
            "wins>=1%", "errors<=1ms", "delay.p99<=1ms")) {
            assertThrows(IllegalArgumentException.class, () -> Goal.parse(text), text);
        }
    }

    @Test
    void shouldReportTheVerdictForPeopleAndPrograms() {
        endAll(Outcome.TIMEOUT, Outcome.SOLD);
        final LoadResult result = result(false);
        final LoadReport report = new LoadReport(result, null, Verdict.of(result, List.of(), null));

        assertTrue(report.text().endsWith("PASS\n"), report.text());
        assertTrue(report.json().contains("\"price_micros\": \"27\""), report.json());
    }
}
