package gavel.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a person looks at what is printed. Stateless; any thread. */
final class Terminal {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private Terminal() {
    }

    /** Colour on standard error: bin/gavel has looked what it is. */
    static boolean isErrorColoured() {
        return Boolean.getBoolean("gavel.terminal") && isColourWanted();
    }

    /** Colour on standard output. */
    static boolean isOutputColoured() {
        if (!isColourWanted()) {
            return false;
        }
        try {
            final String target = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (final IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean isColourWanted() {
        final String noColor = System.getenv("NO_COLOR");
        final String term = System.getenv("TERM");
        return (noColor == null || noColor.isEmpty()) && term != null && !term.equals("dumb");
    }
}
