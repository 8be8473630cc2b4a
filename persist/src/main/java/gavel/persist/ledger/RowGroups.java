package gavel.persist.ledger;

import org.duckdb.DuckDBConnection;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The rows of a range of records, by table and cause: as a ledger has them or as records call for them, to be compared.
 * Confined to one thread.
 */
final class RowGroups implements RowSink {
    /** No seal differs. */
    static final long NO_SEAL = Long.MIN_VALUE;

    private final Map<LedgerTable, Map<Long, List<Object[]>>> rowsByCauseByTable = new EnumMap<>(LedgerTable.class);
    private Object[] row;
    private int column;

    /** What is told about a difference: the cause, and a sentence. */
    @FunctionalInterface
    interface Report {
        void onDifference(long journalSequence, String sentence);
    }

    /** The links of both chains at a record. */
    record Seal(String rows, String records) {
    }

    RowGroups() {
        for (final LedgerTable table : LedgerTable.values()) {
            rowsByCauseByTable.put(table, new TreeMap<>());
        }
    }

    /** What a ledger has for the records in {@code (after, last]}. Short reads, one a table. */
    static RowGroups stored(final Ledger ledger, final long after, final long last) throws SQLException {
        try (DuckDBConnection connection = ledger.connect()) {
            return stored(connection, after, last);
        }
    }

    /** The same, on a connection that is there. */
    static RowGroups stored(final DuckDBConnection connection, final long after, final long last) throws SQLException {
        final RowGroups groups = new RowGroups();
        for (final LedgerTable table : LedgerTable.values()) {
            try (PreparedStatement statement = connection.prepareStatement(table.selectRange())) {
                statement.setLong(1, after);
                statement.setLong(2, last);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        groups.add(table, result);
                    }
                }
            }
        }
        return groups;
    }

    /** The causes of a table's rows, in order. */
    Set<Long> causes(final LedgerTable table) {
        return rowsByCauseByTable.get(table).keySet();
    }

    /** The seal at a record, or null; the first where there are several. */
    Seal seal(final long journalSequence) {
        final List<Object[]> rows = rowsByCauseByTable.get(LedgerTable.SEAL).get(journalSequence);
        return rows == null ? null : new Seal((String) rows.get(0)[1], (String) rows.get(0)[2]);
    }

    /** The first record at which another one's seal differs, or one of the two has none; else {@link #NO_SEAL}. */
    long firstOtherSeal(final RowGroups other) {
        final Set<Long> causes = new TreeSet<>(causes(LedgerTable.SEAL));
        causes.addAll(other.causes(LedgerTable.SEAL));
        for (final long cause : causes) {
            if (!Objects.equals(seal(cause), other.seal(cause))) {
                return cause;
            }
        }
        return NO_SEAL;
    }

    /** Hands the rows of one record to a sink, table by table, in the order of their keys. */
    void replay(final long journalSequence, final RowSink to) {
        for (final LedgerTable table : LedgerTable.values()) {
            for (final Object[] each : rows(table, journalSequence)) {
                to.begin(table, journalSequence);
                for (int i = 1; i < each.length; i++) {
                    if (each[i] == null) {
                        to.nothing();
                    } else if (each[i] instanceof String text) {
                        to.text(text);
                    } else {
                        to.number((Long) each[i]);
                    }
                }
                to.end();
            }
        }
    }

    private List<Object[]> rows(final LedgerTable table, final long journalSequence) {
        return rowsByCauseByTable.get(table).getOrDefault(journalSequence, List.of());
    }

    /** For people: a line for each row. */
    String text() {
        final StringBuilder text = new StringBuilder();
        rowsByCauseByTable.forEach((table, rowsByCause) -> rowsByCause.values().forEach(rows -> rows.forEach(
                each -> text.append(table.tableName()).append(' ').append(Arrays.toString(each)).append('\n'))));
        return text.toString();
    }

    @Override
    public RowSink begin(final LedgerTable table, final long journalSequence) {
        row = new Object[table.columns().size()];
        column = 0;
        rowsByCauseByTable.get(table).computeIfAbsent(journalSequence, cause -> new ArrayList<>(3)).add(row);
        return number(journalSequence);
    }

    @Override
    public RowSink number(final long value) {
        row[column++] = value;
        return this;
    }

    @Override
    public RowSink text(final String value) {
        row[column++] = value;
        return this;
    }

    @Override
    public RowSink nothing() {
        row[column++] = null;
        return this;
    }

    @Override
    public void end() {
        if (column != row.length) {
            throw new IllegalStateException(column + " values for " + row.length + " columns");
        }
    }

    /**
     * Tells every difference of these rows, which are in question, to those that are right, record by record: where a
     * record is missing, all that follow differ. Not of their seals, each of which differs when one does.
     *
     * @param rightName what the right ones are called in a sentence.
     */
    void compare(final RowGroups right, final String rightName, final Report report) {
        final Set<LedgerTable> tables = EnumSet.complementOf(EnumSet.of(LedgerTable.SEAL));
        final Set<Long> causes = new TreeSet<>();
        for (final LedgerTable table : tables) {
            causes.addAll(causes(table));
            causes.addAll(right.causes(table));
        }
        for (final long cause : causes) {
            for (final LedgerTable table : tables) {
                compareCause(table, rows(table, cause), right.rows(table, cause), rightName,
                        sentence -> report.onDifference(cause, sentence));
            }
        }
    }

    private static void compareCause(final LedgerTable table, final List<Object[]> ours, final List<Object[]> theirs,
                                     final String rightName, final Consumer<String> report) {
        final List<Object[]> left = new ArrayList<>(ours);
        for (final Object[] wanted : theirs) {
            final Object[] found = take(table, left, wanted);
            if (found == null) {
                report.accept(name(table, wanted) + " is missing");
            } else {
                compareValues(table, found, wanted, rightName, report);
            }
        }
        for (final Object[] extra : left) {
            final boolean isRepeated = theirs.stream().anyMatch(row -> isSameKey(table, row, extra));
            report.accept(name(table, extra) + (isRepeated ? " is there more than once"
                    : " is there, and " + rightName + " has none"));
        }
    }

    private static Object[] take(final LedgerTable table, final List<Object[]> rows, final Object[] wanted) {
        for (int i = 0; i < rows.size(); i++) {
            if (isSameKey(table, rows.get(i), wanted)) {
                return rows.remove(i);
            }
        }
        return null;
    }

    private static void compareValues(final LedgerTable table, final Object[] found, final Object[] wanted,
                                      final String rightName, final Consumer<String> report) {
        for (int i = 0; i < wanted.length; i++) {
            if (!Objects.equals(found[i], wanted[i])) {
                report.accept(name(table, wanted) + ": " + table.columns().get(i).name() + " is " + found[i] + ", "
                        + rightName + " says " + wanted[i]);
            }
        }
    }

    private static boolean isSameKey(final LedgerTable table, final Object[] one, final Object[] other) {
        return Objects.equals(one[table.keyIndex()], other[table.keyIndex()]);
    }

    private static String name(final LedgerTable table, final Object[] row) {
        return table.tableName() + " row with " + table.columns().get(table.keyIndex()).name() + " "
                + row[table.keyIndex()];
    }

    private void add(final LedgerTable table, final ResultSet result) throws SQLException {
        begin(table, result.getLong(1));
        for (int i = 1; i < table.columns().size(); i++) {
            if (table.kind(i) == LedgerTable.Kind.TEXT) {
                text(result.getString(i + 1));
                continue;
            }
            final long number = result.getLong(i + 1);
            if (result.wasNull()) {
                nothing();
            } else {
                number(number);
            }
        }
        end();
    }
}
