package gavel.persist.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A report as values, with its rows in memory. Confined to one thread while it is filled, then read by any. */
public final class ReportTable implements ReportSink {
    private final List<Object[]> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String title = "";
    private List<Column> columns = List.of();

    /** What a column holds, and so how it is printed. */
    public enum Kind {
        /** String. */
        TEXT,
        /** Long. */
        COUNT,
        /** Long, micro-units of the row's currency. */
        MONEY,
        /** Long, parts per million; printed as per cent with two decimals. */
        RATE,
        /** Long, nanoseconds since 1970; printed in UTC. */
        TIME
    }

    /**
     * One column.
     *
     * @param isSummed whether a total of it means something.
     */
    public record Column(String name, Kind kind, boolean isSummed) {
    }

    @Override
    public void begin(final String newTitle, final List<Column> newColumns) {
        title = newTitle;
        columns = List.copyOf(newColumns);
    }

    @Override
    public void row(final Object[] values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        rows.add(values.clone());
    }

    @Override
    public void note(final String sentence) {
        notes.add(sentence);
    }

    /** Writes all of it into another sink. */
    public void copy(final ReportSink sink) throws IOException {
        sink.begin(title, columns);
        for (final Object[] row : rows) {
            sink.row(row);
        }
        for (final String note : notes) {
            sink.note(note);
        }
        sink.end();
    }

    /** What it is about. */
    public String title() {
        return title;
    }

    /** Its columns. */
    public List<Column> columns() {
        return columns;
    }

    /** Its rows; values as in {@link ReportSink#row}. */
    public List<Object[]> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** Sentences about the whole. */
    public List<String> notes() {
        return Collections.unmodifiableList(notes);
    }

    /** Index of a column, or -1. */
    public int indexOf(final String column) {
        return columns.stream().map(Column::name).toList().indexOf(column);
    }
}
