package gavel.perf.demo;

/**
 * Sales and their money; zero where a book does not hold that amount.
 * Immutable.
 */
record Totals(long sales, long priceMicros, long payoutMicros) {
    static final Totals ZERO = new Totals(0, 0, 0);

    Totals plus(final Totals other) {
        return new Totals(Math.addExact(sales, other.sales), Math.addExact(priceMicros, other.priceMicros),
            Math.addExact(payoutMicros, other.payoutMicros));
    }
}
