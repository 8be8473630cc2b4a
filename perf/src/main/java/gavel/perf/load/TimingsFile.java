package gavel.perf.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes what became of each lead as CSV, one line each, warm-up included.
 * Stateless.
 *
 * <p>Columns: {@value #HEADING}. Times are of the monotonic clock; what did not happen is empty. {@code lead_id} is
 * the server's.
 */
public final class TimingsFile {
    static final String HEADING =
        "lead_ref,planned_ns,sent_ns,answered_ns,status,price_micros,payout_micros,lead_id";

    private TimingsFile() {
    }

    /** Writes the logs of one or more runs into one file. */
    public static void write(final Path file, final List<LeadLog> logs) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(HEADING);
            out.write('\n');
            for (final LeadLog log : logs) {
                for (int lead = 0; lead < log.size(); lead++) {
                    writeRow(out, log, lead);
                }
            }
        }
    }

    private static void writeRow(final BufferedWriter out, final LeadLog log, final int lead) throws IOException {
        final Outcome outcome = log.outcome(lead);
        final boolean isSold = outcome == Outcome.SOLD;
        out.write(log.leadRef(lead) + ',' + log.plannedNs(lead) + ',' + orEmpty(log.sentNs(lead)) + ','
            + orEmpty(log.answeredNs(lead)) + ',' + outcome.key() + ','
            + (isSold ? Long.toString(log.priceMicros(lead)) : "") + ','
            + (isSold ? Long.toString(log.payoutMicros(lead)) : "") + ','
            + (log.leadId(lead) == null ? "" : log.leadId(lead)) + '\n');
    }

    private static String orEmpty(final long timeNs) {
        return timeNs == 0 ? "" : Long.toString(timeNs);
    }
}
