package gavel.persist.ledger;

import gavel.persist.ledger.ReportTable.Column;

import java.io.IOException;
import java.util.List;

/** Writes RFC 4180 row by row. One thread. */
final class CsvReport implements ReportSink {
    private final Appendable out;
    private List<Column> columns;

    CsvReport(final Appendable out) {
        this.out = out;
    }

    @Override
    public void begin(final String title, final List<Column> newColumns) throws IOException {
        columns = newColumns;
        for (int i = 0; i < columns.size(); i++) {
            field(i, columns.get(i).name());
        }
        out.append("\r\n");
    }

    @Override
    public void row(final Object[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            field(i, ReportFormat.plain(columns.get(i), values[i]));
        }
        out.append("\r\n");
    }

    private void field(final int index, final String value) throws IOException {
        if (index > 0) {
            out.append(',');
        }
        final boolean isQuoted = value.indexOf(',') >= 0 || value.indexOf('"') >= 0 || value.indexOf('\n') >= 0
                || value.indexOf('\r') >= 0;
        out.append(isQuoted ? '"' + value.replace("\"", "\"\"") + '"' : value);
    }
}
