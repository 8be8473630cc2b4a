/** The lead: all of its state, and the codes in which it is told. */
package gavel.server.lead;
