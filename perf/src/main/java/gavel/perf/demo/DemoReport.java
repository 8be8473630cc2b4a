package gavel.perf.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

import gavel.perf.load.LoadResult;
import gavel.perf.load.Outcome;
import gavel.perf.load.Percentile;
import gavel.perf.load.Quantity;

/**
 * What a demo showed, for people.
 * Read-only.
 *
 * @param leads what the publishers sent, as it ended
 * @param added what the server added, in microseconds; warm-up left out, as in the latencies of the results
 */
record DemoReport(List<LoadResult> results, List<PublisherLead> leads, Histogram added, ServerBook server,
                  Reconciliation books) {
    private static final int SHOWN = 20;

    String text() {
        final StringBuilder out = new StringBuilder();
        appendOutcomes(out);
        appendLatencies(out);
        appendPayouts(out);
        appendBooks(out);
        return out.toString();
    }

    private void appendOutcomes(final StringBuilder out) {
        out.append('\n');
        appendRow(out, "leads", publishers(), "", "all");
        for (final Outcome outcome : Outcome.values()) {
            final List<Long> counts = publishers().stream().map(publisher -> count(publisher, outcome)).toList();
            if (counts.stream().anyMatch(count -> count > 0)) {
                appendRow(out, outcome.key(), counts, "   " + outcome.meaning(), sum(counts));
            }
        }
        final List<Long> totals = publishers().stream().map(publisher -> Arrays.stream(Outcome.values())
            .mapToLong(outcome -> count(publisher, outcome)).sum()).toList();
        appendRow(out, "total", totals, "", sum(totals));
        final List<Long> pending = publishers().stream().map(publisher -> leads.stream()
            .filter(lead -> lead.publisher().equals(publisher) && lead.answered() == Outcome.PENDING).count()).toList();
        if (sum(pending) > 0) {
            out.append("of these ").append(sum(pending)).append(" first heard pending, and asked again at the end\n");
        }
        final List<Long> clicks = results.stream().map(result -> result.clicks().answered()).toList();
        appendRow(out, "clicks", clicks, "", sum(clicks));
        appendProblems(out);
    }

    private static void appendRow(final StringBuilder out, final String name, final List<?> cells,
                                  final String note, final Object all) {
        out.append(String.format("%-16s", name));
        cells.forEach(cell -> out.append(String.format(" %14s", cell)));
        out.append(String.format(" %14s%s%n", all, note));
    }

    private List<String> publishers() {
        return results.stream().map(result -> result.config().publisher()).toList();
    }

    private static long sum(final List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** By what leads became in the end; those that were not sent stand in no publisher's book. */
    private long count(final String publisher, final Outcome outcome) {
        if (outcome == Outcome.NOT_SENT) {
            return results.stream().filter(result -> result.config().publisher().equals(publisher))
                .mapToLong(result -> result.measured().count(outcome) + result.warmUp().count(outcome)).sum();
        }
        return leads.stream().filter(lead -> lead.publisher().equals(publisher) && lead.outcome() == outcome).count();
    }

    private void appendProblems(final StringBuilder out) {
        for (final LoadResult result : results) {
            if (result.problem() != null) {
                out.append("first error of ").append(result.config().publisher()).append(": ")
                    .append(result.problem()).append('\n');
            }
            if (result.clicks().problem() != null) {
                out.append("first click of ").append(result.config().publisher()).append(" that failed: ")
                    .append(result.clicks().problem()).append('\n');
            }
        }
    }

    private void appendLatencies(final StringBuilder out) {
        final Histogram response = new Histogram(results.get(0).latency().response());
        results.stream().skip(1).forEach(result -> response.add(result.latency().response()));
        if (response.getTotalCount() == 0) {
            out.append("\nno latencies: it ended before the measured time, of which they are, brought an answer\n");
            return;
        }
        out.append(String.format("%n%-16s", "latency, ms"));
        for (final Percentile percentile : Percentile.values()) {
            out.append(String.format(" %9s", percentile.key()));
        }
        out.append('\n');
        appendLatency(out, "whole answer", response);
        appendLatency(out, "server added", added);
    }

    private static void appendLatency(final StringBuilder out, final String name, final Histogram histogram) {
        out.append(String.format("%-16s", name));
        for (final Percentile percentile : Percentile.values()) {
            out.append(String.format(" %9.3f", percentile.of(histogram) / 1e3));
        }
        out.append('\n');
    }

    private void appendPayouts(final StringBuilder out) {
        out.append(String.format("%n%-16s %9s %14s %14s %14s%n", "ledger", "sales", "price", "payout", "margin"));
        for (final Map.Entry<String, Totals> row : server.byPublisher().entrySet()) {
            appendPayout(out, row.getKey(), row.getValue());
        }
        appendPayout(out, "all", server.total());
    }

    private static void appendPayout(final StringBuilder out, final String name, final Totals totals) {
        final long marginMicros = totals.priceMicros() - totals.payoutMicros();
        out.append(String.format("%-16s %9d %14s %14s %14s%n", name, totals.sales(),
            Quantity.decimal(totals.priceMicros()), Quantity.decimal(totals.payoutMicros()),
            (marginMicros < 0 ? "-" : "") + Quantity.decimal(Math.abs(marginMicros))));
    }

    private void appendBooks(final StringBuilder out) {
        out.append('\n');
        appendSome(out, "note: ", books.explanations());
        appendSome(out, "DISAGREE: ", books.disagreements());
        out.append(books.isAgreed()
            ? "the books of server, buyers and publishers agree, lead by lead and to the micro-unit\n"
            : "THE BOOKS DISAGREE in " + books.disagreements().size() + " places\n");
    }

    private static void appendSome(final StringBuilder out, final String mark, final List<String> sentences) {
        sentences.stream().limit(SHOWN).forEach(sentence -> out.append(mark).append(sentence).append('\n'));
        if (sentences.size() > SHOWN) {
            out.append(mark).append("and ").append(sentences.size() - SHOWN).append(" more\n");
        }
    }
}
