/** Simulated buyers: strangers to the server, of which they know only the wire. */
package gavel.buyersim;
