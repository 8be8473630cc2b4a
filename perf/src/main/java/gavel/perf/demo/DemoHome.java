package gavel.perf.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import gavel.server.start.ExitCode;

/**
 * Where Gavel is, and how its commands are started; bin/gavel says so in the environment.
 * Immutable.
 */
record DemoHome(Path dir, List<String> gavel) {
    /** Reads GAVEL_HOME, and GAVEL_SERVER_COMMAND or else GAVEL_BIN. */
    static DemoHome of(final Map<String, String> environment) throws DemoException {
        final String home = environment.get("GAVEL_HOME");
        final String bin = environment.get("GAVEL_BIN");
        final String other = environment.get("GAVEL_SERVER_COMMAND");
        if (home == null || bin == null && other == null) {
            throw new DemoException(ExitCode.INTERNAL, "GAVEL_HOME and GAVEL_BIN are not set; start the demo with "
                + "bin/gavel demo");
        }
        return new DemoHome(Path.of(home), other == null ? List.of(bin) : List.of(other.split(" +")));
    }

    Path conf() {
        return dir.resolve("config/conf/demo");
    }

    Path script() {
        return dir.resolve(Market.SCRIPT);
    }

    List<String> command(final String... arguments) {
        final List<String> words = new ArrayList<>(gavel);
        words.addAll(List.of(arguments));
        return words;
    }
}
