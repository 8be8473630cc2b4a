package gavel.buyersim;

import java.time.Instant;

/**
 * One decided post in a buyer's book. Immutable, any thread.
 *
 * @param sheet      the book
 * @param leadRef    the publisher's own lead id
 * @param sale       what was decided
 * @param isAnswered a complete, well-formed answer was handed to the kernel
 */
record BookLine(LineWriter.Sheet sheet, String leadRef, Exchange.Sale sale, boolean isAnswered)
    implements LineWriter.Line {
    static final String HEADER = "time_iso,lead_ref,decision,price_micros,reference,answered";

    @Override
    public void appendTo(final StringBuilder text) {
        text.append(Instant.ofEpochMilli(sale.timeMillis())).append(',');
        LineWriter.appendCsv(text, leadRef);
        text.append(',').append(sale.isAccepted() ? "accepted" : "rejected")
            .append(',').append(sale.priceMicros())
            .append(',').append(sale.reference())
            .append(',').append(isAnswered ? "yes" : "no");
    }
}
