/** The ruler: load rig, hiccup meter, benchmarks and the demo. */
package gavel.perf;
