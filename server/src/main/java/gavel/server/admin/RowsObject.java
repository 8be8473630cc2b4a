package gavel.server.admin;

import gavel.persist.ledger.ReportFormat;
import gavel.persist.ledger.ReportSink;
import gavel.persist.ledger.ReportTable.Column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes a report as {@code {"title": .., "rows": [..], "notes": [..]}}, row by row. One thread. */
final class RowsObject implements ReportSink {
    private final Appendable out;
    private final ReportSink rows;
    private final List<String> notes = new ArrayList<>();

    RowsObject(final Appendable out) {
        this.out = out;
        this.rows = ReportFormat.JSON.sink(out);
    }

    @Override
    public void begin(final String title, final List<Column> columns) throws IOException {
        out.append("{\"title\":").append(JsonBody.quoted(title)).append(",\"rows\":");
        rows.begin(title, columns);
    }

    @Override
    public void row(final Object[] values) throws IOException {
        rows.row(values);
    }

    @Override
    public void note(final String sentence) {
        notes.add(sentence);
    }

    @Override
    public void end() throws IOException {
        rows.end();
        out.append(",\"notes\":[");
        for (int i = 0; i < notes.size(); i++) {
            out.append(i == 0 ? "" : ",").append(JsonBody.quoted(notes.get(i)));
        }
        out.append("]}\n");
    }
}
