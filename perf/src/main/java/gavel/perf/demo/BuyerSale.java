package gavel.perf.demo;

/**
 * A lead that a buyer has accepted, as it stands in the buyer's own book.
 * Immutable.
 *
 * @param isAnswered whether the buyer's acceptance left it
 */
record BuyerSale(String buyer, String leadRef, long priceMicros, boolean isAnswered) {
}
