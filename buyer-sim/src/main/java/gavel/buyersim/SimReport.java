package gavel.buyersim;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.HdrHistogram.Histogram;

/**
 * The sums of a run, for people and for programs. Immutable, any thread, once the event loops have ended.
 *
 * @param seed           of all draws
 * @param elapsedNs      from start to report
 * @param rows           one per buyer, in the order of the script
 * @param timingsDropped lines of the timings file for which there was no room
 * @param linesFailed    lines that the disk refused
 * @param failure        why it did; empty if it didn't
 */
public record SimReport(long seed, long elapsedNs, List<Row> rows, long timingsDropped, long linesFailed,
                        String failure) {
    private static final List<String> HEADER = List.of("buyer", "port", "connections", "pings", "bids", "no bids",
        "ping faults", "posts", "accepted", "rejected", "repeated", "post faults", "amount", "ping p50", "ping p99",
        "late p99");

    /**
     * One buyer's part. Immutable once the event loops have ended.
     *
     * @param port                 where it listened
     * @param totals               what it counted
     * @param pingMicroseconds     from request to answer
     * @param postMicroseconds     from request to answer
     * @param latenessMicroseconds from the drawn moment to the answer, honest answers only
     */
    public record Row(int port, BuyerTotals totals, Histogram pingMicroseconds, Histogram postMicroseconds,
                      Histogram latenessMicroseconds) {
        private Row plus(final Row other) {
            Histogram ping = pingMicroseconds.copy();
            ping.add(other.pingMicroseconds);
            Histogram post = postMicroseconds.copy();
            post.add(other.postMicroseconds);
            Histogram lateness = latenessMicroseconds.copy();
            lateness.add(other.latenessMicroseconds);
            return new Row(0, totals.plus(other.totals, "all"), ping, post, lateness);
        }

        private List<String> cells() {
            return List.of(totals.buyerId(), port == 0 ? "" : String.valueOf(port),
                String.valueOf(totals.count(Count.CONNECTIONS)), String.valueOf(totals.pings()),
                String.valueOf(totals.bids()), String.valueOf(totals.noBids()),
                String.valueOf(totals.faults(Call.PING)), String.valueOf(totals.posts()),
                String.valueOf(totals.accepted()), String.valueOf(totals.rejected()),
                String.valueOf(totals.repeated()), String.valueOf(totals.faults(Call.POST)),
                Quantity.amount(totals.acceptedMicros()), milliseconds(pingMicroseconds, 50),
                milliseconds(pingMicroseconds, 99), milliseconds(latenessMicroseconds, 99));
        }

        private String toJson() {
            String totalsJson = totals.toJson();
            return totalsJson.substring(0, totalsJson.length() - 1) + ",\"port\":" + port
                + ",\"ping_us\":" + quantiles(pingMicroseconds) + ",\"post_us\":" + quantiles(postMicroseconds)
                + ",\"lateness_us\":" + quantiles(latenessMicroseconds) + "}";
        }
    }

    public SimReport {
        rows = List.copyOf(rows);
    }

    /** All buyers together; amounts of different currencies are added only under the currency "mixed". */
    public Row total() {
        Histogram none = new Histogram(2);
        none.setAutoResize(true);
        Row nothing = new Row(0, new Counters().snapshot("all", rows.get(0).totals().currency()), none, none, none);
        return rows.stream().reduce(nothing, Row::plus);
    }

    /** A table with aligned columns, the faults and limits that were met, and the books' health. */
    public String toText() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADER);
        rows.forEach(row -> lines.add(row.cells()));
        lines.add(total().cells());
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            appendAligned(text, line, lines);
        }
        for (Row row : rows) {
            appendNotable(text, row.totals());
        }
        text.append("seed ").append(seed).append(", ").append(elapsedNs / 1_000_000_000L).append(" s");
        if (timingsDropped > 0) {
            text.append(", ").append(timingsDropped).append(" timings dropped: the queue was full");
        }
        if (linesFailed > 0) {
            text.append(", ").append(linesFailed).append(" LINES NOT WRITTEN: ").append(failure);
        }
        return text.append('\n').toString();
    }

    /** One JSON object on one line. */
    public String toJson() {
        StringJoiner buyers = new StringJoiner(",", "[", "]");
        rows.forEach(row -> buyers.add(row.toJson()));
        return "{\"seed\":" + seed + ",\"elapsed_ms\":" + elapsedNs / 1_000_000L + ",\"timings_dropped\":"
            + timingsDropped + ",\"lines_failed\":" + linesFailed + ",\"buyers\":" + buyers + ",\"total\":"
            + total().toJson() + "}";
    }

    private static void appendAligned(final StringBuilder text, final List<String> line,
                                      final List<List<String>> lines) {
        for (int column = 0; column < line.size(); column++) {
            int at = column;
            int width = lines.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
            String cell = line.get(column);
            String fill = " ".repeat(width - cell.length());
            text.append(column == 0 ? cell + fill : "  " + fill + cell);
        }
        text.append('\n');
    }

    private static void appendNotable(final StringBuilder text, final BuyerTotals totals) {
        StringJoiner notable = new StringJoiner(", ");
        for (Call call : Call.values()) {
            for (Fault fault : Fault.values()) {
                if (totals.faults(call, fault) > 0) {
                    notable.add(call.word() + "." + fault.key() + " " + totals.faults(call, fault));
                }
            }
        }
        for (Count count : Count.values()) {
            if (count.compareTo(Count.ACCEPTED_MICROS) > 0 && count != Count.CONNECTIONS && totals.count(count) > 0) {
                notable.add(count.word() + " " + totals.count(count));
            }
        }
        if (notable.length() > 0) {
            text.append("  ").append(totals.buyerId()).append(": ").append(notable).append('\n');
        }
    }

    private static String milliseconds(final Histogram microseconds, final double percentile) {
        return microseconds.getTotalCount() == 0 ? "-"
            : String.format("%.2fms", microseconds.getValueAtPercentile(percentile) / 1_000.0);
    }

    private static String quantiles(final Histogram microseconds) {
        return "{\"count\":" + microseconds.getTotalCount() + ",\"p50\":" + microseconds.getValueAtPercentile(50)
            + ",\"p99\":" + microseconds.getValueAtPercentile(99) + ",\"p99_9\":"
            + microseconds.getValueAtPercentile(99.9) + ",\"max\":" + microseconds.getMaxValue() + "}";
    }
}
