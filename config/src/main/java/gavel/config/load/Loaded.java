package gavel.config.load;

import gavel.config.Config;
import java.util.List;
import java.util.Optional;

/**
 * Outcome of reading a folder. Immutable; any thread.
 *
 * @param config    the configuration, present only when there are no problems.
 * @param problems  everything that is wrong, by file, line and column.
 * @param warnings  what works but is probably not meant, in the same order.
 * @param fileCount files that were read.
 */
public record Loaded(Optional<Config> config, List<Problem> problems, List<Problem> warnings, int fileCount) {

    /** The configuration; fails when there is none, which callers have checked. */
    public Config required() {
        return config.orElseThrow(() -> new IllegalStateException(problems.size() + " problems in the configuration"));
    }
}
