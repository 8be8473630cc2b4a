package gavel.persist.ledger;

import java.io.IOException;
import java.util.List;

/** Receives a report while it is read: a table that is kept, or a text that is written. One thread. */
public interface ReportSink {
    /** Once, first. */
    void begin(String title, List<ReportTable.Column> columns) throws IOException;

    /** One row: Long for counts, money, rates and times, String for texts; null where there is nothing to say. */
    void row(Object[] values) throws IOException;

    /** A sentence about the report as a whole, after the rows; left out where a program reads rows only. */
    default void note(final String sentence) throws IOException {
    }

    /** Once, last; nothing where rows are complete as they are. */
    default void end() throws IOException {
    }
}
