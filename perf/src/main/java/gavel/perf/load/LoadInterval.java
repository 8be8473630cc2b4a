package gavel.perf.load;

import org.HdrHistogram.Histogram;

/**
 * Latencies of a stretch of a run, in microseconds.
 * Its histograms belong to the thread that asked for them.
 *
 * @param response from when a lead was planned to its whole answer
 * @param service  from when it was sent to its whole answer
 * @param sendLag  from when it was planned to when it was sent: the generator's own delay
 */
public record LoadInterval(Histogram response, Histogram service, Histogram sendLag) {
}
