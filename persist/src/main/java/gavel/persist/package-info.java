/** What is kept: records, the hot maps that receive them, the journal and the ledger. Knows nothing of HTTP. */
package gavel.persist;
