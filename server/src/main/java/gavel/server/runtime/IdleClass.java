package gavel.server.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Linux's idle scheduling class (SCHED_IDLE, sched(7)): a thread in it runs only while no other wants the processor,
 * and makes way at once when one does. Needs no privilege. Stateless; each thread enters for itself, once.
 *
 * <p>Java has no call for it: a thread's priority is ignored unless the JVM is started with a policy that is meant for
 * root, so the system's own command is run.
 */
public final class IdleClass {
    private static final Path SELF = Path.of("/proc/thread-self");
    /** Waits for the end of its input: Java's thread for a process starts after it, and would be in the class too. */
    private static final String CHRT = "read closed; exec chrt -i -p 0 ";
    private static final int LIMIT_S = 5;

    private IdleClass() {
    }

    /** Puts the calling thread into the class, and the threads that it starts. Returns null, or why it is not in it. */
    public static String enter() {
        try {
            final String threadId = Files.readSymbolicLink(SELF).getFileName().toString();
            final Process process = new ProcessBuilder("sh", "-c", CHRT + threadId).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "chrt did not end within " + LIMIT_S + " s";
            }
            final String printed = new String(process.getInputStream().readAllBytes()).strip();
            return process.exitValue() == 0 ? null : printed;
        } catch (final IOException e) {
            return e.getMessage();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
