/**
 * The books: an embedded database built from the journal, exactly once, and the reports that are read from it. It can
 * be thrown away and rebuilt; drawn in docs/LEDGER.md.
 */
package gavel.persist.ledger;
