/** The Chronicle maps that receive a record first; nothing else in Gavel knows Chronicle Map. */
package gavel.persist.hot;
