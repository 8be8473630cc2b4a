/** The way of a record from a loop's hot map into the journal, and the news of it back. */
package gavel.persist.drain;
