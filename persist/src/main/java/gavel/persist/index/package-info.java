/** Look-ups derived from the journal, off the heap: never the only copy of anything that money depends on. */
package gavel.persist.index;
