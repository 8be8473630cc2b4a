package gavel.persist.ledger;

/** Receives the rows that a record becomes: to be stored, or to be compared with what is stored. One thread. */
@FunctionalInterface
interface RowSink {
    /**
     * One row.
     *
     * @param values in the order of the table's columns: Long (times: nanoseconds since 1970), String, or null.
     */
    void row(LedgerTable table, Object... values);
}
