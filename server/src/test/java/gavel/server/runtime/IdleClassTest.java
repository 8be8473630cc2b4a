package gavel.server.runtime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** With the real command, on Linux alone: other systems have no such class. */
@EnabledOnOs(OS.LINUX)
class IdleClassTest {
    /** Of the words after the name in /proc/PID/stat, counted from the state; proc(5) calls it field 41. */
    private static final int POLICY = 38;
    private static final String SCHED_OTHER = "0";
    private static final String SCHED_IDLE = "5";

    @Test
    void shouldPutTheCallingThreadIntoTheIdleClassAndNoOther() throws Exception {
        final CompletableFuture<String> error = new CompletableFuture<>();
        final CompletableFuture<String> policy = new CompletableFuture<>();
        final Thread thread = new Thread(() -> {
            error.complete(IdleClass.enter());
            policy.complete(policy());
        });
        thread.start();
        thread.join();
        assumeTrue(error.get() == null || !error.get().contains("not found"), "chrt is not installed");
        assertNull(error.get());
        assertEquals(SCHED_IDLE, policy.get());
        assertEquals(SCHED_OTHER, policy());
    }

    private static String policy() {
        try {
            final String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[POLICY];
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
