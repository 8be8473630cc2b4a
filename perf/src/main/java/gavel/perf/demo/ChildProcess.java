package gavel.perf.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import gavel.server.start.ExitCode;

/**
 * A process that the demo started, with its log.
 * Used by the demo's main thread, and by its shutdown hook to stop it.
 *
 * <p>A Ctrl-C at the terminal goes to the whole group of processes; a child ignores it, since the demo asks it to
 * stop when the books are closed.
 */
final class ChildProcess {
    private static final int TAIL_LINES = 20;
    private static final long POLL_MS = 50;
    private static final long STOP_S = 20;

    private final String name;
    private final Path log;
    private final Process process;

    private ChildProcess(final String name, final Path log, final Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    static ChildProcess start(final String name, final Path log, final Path workDir, final List<String> command)
        throws IOException {
        final List<String> shielded = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        shielded.addAll(command);
        final Process process = new ProcessBuilder(shielded)
            .directory(workDir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
        process.getOutputStream().close();
        return new ChildProcess(name, log, process);
    }

    /** Waits until it holds, or until the demo is to stop; the child's death and the patience's end are exceptions. */
    void awaitReady(final BooleanSupplier condition, final BooleanSupplier isStopAsked, final long patienceS)
        throws DemoException, IOException, InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceS);
        while (!isStopAsked.getAsBoolean() && !condition.getAsBoolean()) {
            requireAlive();
            if (System.nanoTime() - endNs > 0) {
                throw new DemoException(ExitCode.INTERNAL, name + " was not ready within " + patienceS + " s" + tail());
            }
            Thread.sleep(POLL_MS);
        }
    }

    void requireAlive() throws DemoException, IOException {
        if (!process.isAlive()) {
            final int code = process.exitValue();
            throw new DemoException(code == ExitCode.PORT ? ExitCode.PORT : ExitCode.INTERNAL,
                name + " ended with code " + code + tail());
        }
    }

    /** Whether a line of its log begins like that. */
    boolean hasSaid(final String beginning) {
        try {
            return Files.readAllLines(log).stream().anyMatch(line -> line.startsWith(beginning));
        } catch (final IOException e) {
            return false;
        }
    }

    /** Asks it to stop and waits; after {@value #STOP_S} s it is killed, and that is said. */
    String stop() throws InterruptedException {
        process.destroy();
        if (process.waitFor(STOP_S, TimeUnit.SECONDS)) {
            final int code = process.exitValue();
            return code == 0 || code == 143 ? "" : name + " ended with code " + code + "; see " + log;
        }
        process.destroyForcibly().waitFor();
        return name + " did not stop within " + STOP_S + " s and was killed; see " + log;
    }

    private String tail() throws IOException {
        return "; the end of " + log + ":\n  " + String.join("\n  ", DemoDir.tail(log, TAIL_LINES));
    }
}
