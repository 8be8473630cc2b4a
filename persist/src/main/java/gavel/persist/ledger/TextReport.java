package gavel.persist.ledger;

import gavel.persist.ledger.ReportTable.Column;
import gavel.persist.ledger.ReportTable.Kind;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes an aligned table with one line of totals for each currency: amounts of two are never added. One thread. */
final class TextReport implements ReportSink {
    private static final String GAP = "  ";

    private final Appendable out;
    private final List<String[]> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Long[]> totalsByCurrency = new TreeMap<>();
    private String title;
    private List<Column> columns;
    private int currencyIndex;

    TextReport(final Appendable out) {
        this.out = out;
    }

    @Override
    public void begin(final String newTitle, final List<Column> newColumns) {
        title = newTitle;
        columns = newColumns;
        currencyIndex = columns.stream().map(Column::name).toList().indexOf("currency");
        lines.add(columns.stream().map(column -> column.name().replace('_', ' ')).toArray(String[]::new));
    }

    @Override
    public void row(final Object[] values) {
        final String[] line = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            line[i] = printable(ReportFormat.plain(columns.get(i), values[i]));
        }
        lines.add(line);
        final String currency = currencyIndex < 0 ? "" : line[currencyIndex];
        final Long[] totals = totalsByCurrency.computeIfAbsent(currency, key -> new Long[values.length]);
        for (int i = 0; i < values.length; i++) {
            if (columns.get(i).isSummed() && values[i] != null) {
                totals[i] = Math.addExact(totals[i] == null ? 0 : totals[i], (Long) values[i]);
            }
        }
    }

    @Override
    public void note(final String sentence) {
        notes.add(sentence);
    }

    @Override
    public void end() throws IOException {
        final int rows = lines.size();
        if (columns.stream().anyMatch(Column::isSummed)) {
            totalsByCurrency.forEach((currency, totals) -> lines.add(totalLine(currency, totals)));
        }
        alignPoints();
        final int[] widths = widths();
        out.append(title).append("\n\n");
        line(lines.get(0), widths);
        rule(widths);
        for (int i = 1; i < lines.size(); i++) {
            if (i == rows) {
                rule(widths);
            }
            line(lines.get(i), widths);
        }
        if (rows == 1) {
            out.append("nothing in this time\n");
        }
        for (final String note : notes) {
            out.append('\n').append(note).append('\n');
        }
    }

    private String[] totalLine(final String currency, final Long[] totals) {
        final String[] line = new String[totals.length];
        for (int i = 0; i < totals.length; i++) {
            line[i] = ReportFormat.plain(columns.get(i), totals[i]);
        }
        if (currencyIndex >= 0) {
            line[currencyIndex] = currency;
        }
        if (currencyIndex != 0 && columns.get(0).kind() != Kind.COUNT) {
            line[0] = notes.isEmpty() ? "total" : "total shown";
        }
        return line;
    }

    /** Gives the amounts of a column the same number of places. */
    private void alignPoints() {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).kind() == Kind.MONEY) {
                int places = 0;
                for (final String[] line : lines.subList(1, lines.size())) {
                    places = Math.max(places, places(line[i]));
                }
                for (final String[] line : lines.subList(1, lines.size())) {
                    line[i] = line[i].isEmpty() ? "" : line[i] + "0".repeat(places - places(line[i]));
                }
            }
        }
    }

    private static int places(final String amount) {
        return amount.isEmpty() ? 0 : amount.length() - amount.indexOf('.') - 1;
    }

    private int[] widths() {
        final int[] widths = new int[columns.size()];
        for (final String[] line : lines) {
            for (int i = 0; i < line.length; i++) {
                widths[i] = Math.max(widths[i], length(line[i]));
            }
        }
        return widths;
    }

    private void rule(final int[] widths) throws IOException {
        for (int i = 0; i < widths.length; i++) {
            out.append(i == 0 ? "" : GAP).append("-".repeat(widths[i]));
        }
        out.append('\n');
    }

    private void line(final String[] line, final int[] widths) throws IOException {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length; i++) {
            final String padding = " ".repeat(widths[i] - length(line[i]));
            final boolean isRight = columns.get(i).kind() != Kind.TEXT && columns.get(i).kind() != Kind.TIME;
            text.append(i == 0 ? "" : GAP).append(isRight ? padding + line[i] : line[i] + padding);
        }
        out.append(text.toString().stripTrailing()).append('\n');
    }

    /** A terminal obeys control characters, and these texts come from outside. */
    private static String printable(final String text) {
        return text.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "?");
    }

    private static int length(final String text) {
        return text.codePointCount(0, text.length());
    }
}
