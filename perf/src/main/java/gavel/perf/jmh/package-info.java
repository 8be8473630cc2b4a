/** Benchmarks: one class for one question, run by perf/bin/jmh. */
package gavel.perf.jmh;
