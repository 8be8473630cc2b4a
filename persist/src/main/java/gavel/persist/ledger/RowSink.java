package gavel.persist.ledger;

/**
 * Receives the rows that a record becomes: to be stored, or to be compared with what is stored. One thread. A row is
 * begun, gets a value for each column of its table in their order, and is ended.
 */
interface RowSink {
    /** Begins a row; its first column is the cause. */
    RowSink begin(LedgerTable table, long journalSequence);

    /** A number of any width, or a time in nanoseconds since 1970. */
    RowSink number(long value);

    /** A text. */
    RowSink text(String value);

    /** No value. */
    RowSink nothing();

    /** Ends the row. */
    void end();
}
