package gavel.server.admin;

import org.HdrHistogram.Histogram;

import java.util.Map;

/**
 * All times as they were at one moment, in microseconds, by name. Never changed once it is made; any thread.
 *
 * @param timesByName in the order in which they are shown.
 */
record LatencySnapshot(Map<String, Times> timesByName) {

    /**
     * Times of one thing.
     *
     * @param run    since the start.
     * @param minute the last minute, to ten seconds.
     */
    record Times(Histogram run, Histogram minute) {
    }

    Times times(final String name) {
        return timesByName.get(name);
    }
}
