/** The truth: append-only files of records, each with its place and checksum, written by one thread. */
package gavel.persist.journal;
