package gavel.perf.load;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.HdrHistogram.Histogram;

import gavel.perf.json.Json;

/**
 * A result for people (a table) and for programs (JSON).
 * Read-only.
 */
public final class LoadReport {
    private final LoadResult result;
    private final Histogram added;
    private final Verdict verdict;

    /** {@code added} is null where it was not measured. */
    public LoadReport(final LoadResult result, final Histogram added, final Verdict verdict) {
        this.result = result;
        this.added = added;
        this.verdict = verdict;
    }

    /** The table. */
    public String text() {
        final StringBuilder out = new StringBuilder();
        final LoadConfig config = result.config();
        final Pace pace = config.pace();
        final Tally tally = result.measured();
        out.append(String.format("%s: %.0f leads/s %s for %.0f s, seed %d, %d connections%n", config.publisher(),
            pace.leadsPerSecond(), pace.arrivals().name().toLowerCase(Locale.ROOT), pace.measuredNs() / 1e9,
            config.seed(), config.target().connections()));
        out.append(String.format("%n%-15s %10s %8s%n", "outcome", "leads", "share"));
        for (final Outcome outcome : Outcome.values()) {
            if (tally.count(outcome) > 0 || outcome == Outcome.SOLD) {
                out.append(String.format("%-15s %10d %7.2f%%%n", outcome.key(), tally.count(outcome),
                    100.0 * tally.count(outcome) / Math.max(1, tally.leads())));
            }
        }
        out.append(String.format("%-15s %10d          and %d in the warm-up%n", "planned", tally.leads(),
            result.warmUp().leads()));
        out.append(String.format("%-15s %10s%n", "price", Quantity.decimal(tally.priceMicros())));
        out.append(String.format("%-15s %10s%n", "payout", Quantity.decimal(tally.payoutMicros())));
        appendLatencies(out);
        appendNotes(out);
        out.append('\n').append(verdict.word()).append('\n');
        return out.toString();
    }

    private void appendLatencies(final StringBuilder out) {
        out.append(String.format("%n%-15s", "latency, ms"));
        for (final Percentile percentile : Percentile.values()) {
            out.append(String.format(" %10s", percentile.key()));
        }
        out.append('\n');
        appendLatency(out, "response", result.latency().response());
        appendLatency(out, "service", result.latency().service());
        appendLatency(out, "send lag", result.latency().sendLag());
        if (added != null) {
            appendLatency(out, "server added", added);
        }
    }

    private static void appendLatency(final StringBuilder out, final String name, final Histogram histogram) {
        out.append(String.format("%-15s", name));
        for (final Percentile percentile : Percentile.values()) {
            out.append(String.format(" %10.3f", percentile.of(histogram) / 1e3));
        }
        out.append('\n');
    }

    private void appendNotes(final StringBuilder out) {
        final ClickCounts clicks = result.clicks();
        if (result.config().clicks() != null) {
            out.append(String.format("%nclicks: %d sent, %d with a click id, %d failed, %d not sent; %d leads went"
                + " without%n", clicks.sent(), clicks.answered(), clicks.failed(), clicks.notSent(), clicks.late()));
            if (clicks.problem() != null) {
                out.append("first click that failed: ").append(clicks.problem()).append('\n');
            }
        }
        if (result.problem() != null) {
            out.append("\nfirst error: ").append(result.problem()).append('\n');
        }
        if (!verdict.goals().isEmpty()) {
            out.append('\n');
        }
        for (final Goal.Check check : verdict.goals()) {
            out.append(String.format("%-4s %s, measured %s%n", check.isKept() ? "ok" : "FAIL", check.goal().text(),
                check.measured()));
        }
        for (final String invalidity : verdict.invalidities()) {
            out.append("invalid: ").append(invalidity).append('\n');
        }
    }

    /** The same and all percentiles as JSON; amounts are strings of micro-units, latencies microseconds. */
    public String json() {
        return Json.write(jsonTree());
    }

    Map<String, Object> jsonTree() {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("verdict", verdict.word());
        root.put("exit_code", verdict.exitCode());
        root.put("invalid_because", verdict.invalidities());
        root.put("goals", verdict.goals().stream().map(LoadReport::goal).toList());
        root.put("seed", result.config().seed());
        root.put("config", config());
        root.put("measured", tally(result.measured()));
        root.put("warm_up", tally(result.warmUp()));
        root.put("clicks", clicks());
        final Map<String, Object> latency = new LinkedHashMap<>();
        latency.put("response", Percentile.all(result.latency().response()));
        latency.put("service", Percentile.all(result.latency().service()));
        latency.put("sendlag", Percentile.all(result.latency().sendLag()));
        latency.put("added", added == null ? null : Percentile.all(added));
        root.put("latency_us", latency);
        root.put("first_error", result.problem());
        return root;
    }

    private static Map<String, Object> goal(final Goal.Check check) {
        final Map<String, Object> goal = new LinkedHashMap<>();
        goal.put("goal", check.goal().text());
        goal.put("kept", check.isKept());
        goal.put("measured", check.measured());
        return goal;
    }

    private Map<String, Object> config() {
        final LoadConfig config = result.config();
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("publisher", config.publisher());
        members.put("url", config.target().url().toString());
        members.put("connections", config.target().connections());
        members.put("timeout_ms", config.target().timeoutNs() / 1_000_000);
        members.put("leads_per_second", config.pace().leadsPerSecond());
        members.put("arrivals", config.pace().arrivals().name().toLowerCase(Locale.ROOT));
        members.put("warm_up_s", config.pace().warmUpNs() / 1e9);
        members.put("measured_s", config.pace().measuredNs() / 1e9);
        members.put("lead_id_prefix", config.leads().idPrefix());
        members.put("duplicates", config.leads().duplicateShare());
        members.put("idempotency", config.leads().hasIdempotencyKey());
        members.put("clicks", config.clicks() == null ? 0.0 : config.clicks().share());
        return members;
    }

    private static Map<String, Object> tally(final Tally tally) {
        final Map<String, Object> counts = new LinkedHashMap<>();
        for (final Outcome outcome : Outcome.values()) {
            counts.put(outcome.key(), tally.count(outcome));
        }
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("leads", tally.leads());
        members.put("counts", counts);
        members.put("price_micros", Long.toString(tally.priceMicros()));
        members.put("payout_micros", Long.toString(tally.payoutMicros()));
        return members;
    }

    private Map<String, Object> clicks() {
        final ClickCounts clicks = result.clicks();
        final Map<String, Object> members = new LinkedHashMap<>();
        members.put("sent", clicks.sent());
        members.put("answered", clicks.answered());
        members.put("failed", clicks.failed());
        members.put("not_sent", clicks.notSent());
        members.put("leads_without", clicks.late());
        members.put("first_problem", clicks.problem());
        return members;
    }
}
