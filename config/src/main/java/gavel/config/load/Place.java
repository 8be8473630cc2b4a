package gavel.config.load;

/** Where something stands in a file; line and column count from 1. Immutable; any thread. */
record Place(String file, int line, int column) {
}
