package gavel.server.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Which thread makes way for leads; other systems than Linux have no such class. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class SpareTimeSystemTest {
    /** SCHED_IDLE, as the scheduling policy in /proc/PID/task/TID/stat (proc(5), field 41). */
    private static final String IDLE_CLASS = "5";
    private static final int POLICY_AFTER_NAME = 38;

    @TempDir
    Path folder;

    @Test
    void shouldWriteTheLedgerInSpareTimeAndNothingElse() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "").start()) {
            Until.holds("the settle thread is in the idle class", () -> idleThreads().contains("settle"));
            assertEquals(List.of("settle"), idleThreads(), "no other is");
            try (TestPublisher publisher = test.publisher()) {
                publisher.lead(Leads.json(1));
            }
            Until.holds("and settles", () -> test.server().settle().sales() == 1);
        }
    }

    private static List<String> idleThreads() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.map(SpareTimeSystemTest::stat).filter(stat -> stat
                            .substring(stat.lastIndexOf(')') + 2).split(" ")[POLICY_AFTER_NAME].equals(IDLE_CLASS))
                    .map(stat -> stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'))).toList();
        }
    }

    /** A thread that has ended meanwhile is in no class. */
    private static String stat(final Path thread) {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (final IOException e) {
            return "0 (ended) " + "0 ".repeat(POLICY_AFTER_NAME + 1);
        }
    }
}
