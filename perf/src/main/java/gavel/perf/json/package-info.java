/** JSON as the rig reads and writes it: strict, small, and of its own making, so as not to mirror the server's. */
package gavel.perf.json;
