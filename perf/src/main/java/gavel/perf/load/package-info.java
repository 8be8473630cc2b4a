/** The open-loop load generator: a plan of arrivals, one loop that keeps it, and a verdict that includes itself. */
package gavel.perf.load;
