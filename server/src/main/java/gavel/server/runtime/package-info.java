/** What every part of the server stands on: clocks, timers, counters, histograms, transport. Knows no lead. */
package gavel.server.runtime;
