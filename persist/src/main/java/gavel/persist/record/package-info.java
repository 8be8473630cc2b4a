/** The bytes of a record, the same in a hot map and in the journal; drawn in docs/RECORDS.md. */
package gavel.persist.record;
