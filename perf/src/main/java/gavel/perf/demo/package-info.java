/** The whole market on one machine: server, simulated buyers, two publishers, and whether their books agree. */
package gavel.perf.demo;
