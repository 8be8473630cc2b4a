/** How late this machine wakes a sleeper, so that its stalls are not taken for ours. */
package gavel.perf.hiccup;
