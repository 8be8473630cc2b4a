package gavel.persist.ledger;

import gavel.persist.ledger.ReportTable.Column;
import gavel.persist.ledger.ReportTable.Kind;

import java.io.IOException;
import java.util.List;

/** Writes a JSON array of objects, one a line. One thread. */
final class JsonReport implements ReportSink {
    private final Appendable out;
    private List<Column> columns;
    private boolean hasRows;

    JsonReport(final Appendable out) {
        this.out = out;
    }

    @Override
    public void begin(final String title, final List<Column> newColumns) throws IOException {
        columns = newColumns;
        out.append('[');
    }

    @Override
    public void row(final Object[] values) throws IOException {
        out.append(hasRows ? ",\n{" : "\n{");
        hasRows = true;
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.append(',');
            }
            string(columns.get(i).name());
            out.append(':');
            value(columns.get(i), values[i]);
        }
        out.append('}');
    }

    @Override
    public void end() throws IOException {
        out.append(hasRows ? "\n]\n" : "]\n");
    }

    private void value(final Column column, final Object value) throws IOException {
        if (value == null) {
            out.append("null");
        } else if (column.kind() == Kind.COUNT) {
            out.append(value.toString());
        } else {
            string(ReportFormat.plain(column, value));
        }
    }

    private void string(final String text) throws IOException {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            final char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                out.append('\\').append(character);
            } else if (character < ' ') {
                out.append(String.format("\\u%04x", (int) character));
            } else {
                out.append(character);
            }
        }
        out.append('"');
    }
}
