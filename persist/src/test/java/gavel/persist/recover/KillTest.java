package gavel.persist.recover;

import gavel.persist.TestConfig;
import gavel.persist.TestRecords;
import gavel.persist.journal.JournalVerifier;
import gavel.persist.record.Ids;
import gavel.persist.record.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/** A process that really dies, at a moment that nobody chose: nothing that it was told is safe may be missing. */
class KillTest {
    private static final int ROUNDS = 5;

    @TempDir
    private Path directory;

    @Test
    @Timeout(180)
    void shouldHaveEveryAcknowledgedRecordExactlyOnceAfterKill9() throws IOException, InterruptedException {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final Set<String> acknowledged = new HashSet<>();
        int recovered = 0;
        int damaged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final int before = acknowledged.size();
            runAndKill(random.nextInt(20, 700), acknowledged);
            assertTrue(acknowledged.size() > before, "seed " + seed);
            final Map<String, Integer> countByIdentity = new HashMap<>();
            final String where = "seed " + seed + " round " + round;
            try (RecordStore store = RecordStore.open(directory, TestConfig.server(4096, 4096, 4 << 20, 1 << 20), 1,
                    List.of((location, buffer, offset, length) -> countByIdentity.merge(
                            Ids.print(RecordHeader.id(buffer, offset)) + " " + RecordHeader.kindCode(buffer, offset),
                            1, Integer::sum)), failure -> fail(failure), TestRecords.NO_ANSWER)) {
                assertTrue(store.damaged().size() <= 2, where + ": one insert is cut short in each map at most");
                damaged += store.damaged().size();
                recovered += store.recovered();
            }
            for (final String identity : acknowledged) {
                assertEquals(1, countByIdentity.get(identity), where + " record " + identity);
            }
            for (final Map.Entry<String, Integer> entry : countByIdentity.entrySet()) {
                assertEquals(1, entry.getValue(), where + " record " + entry.getKey());
            }
            assertEquals(List.of(), JournalVerifier.verify(directory).problems(), where);
        }
        System.out.println("acknowledged " + acknowledged.size()
                + ", recovered " + recovered + ", cut short " + damaged + ", seed " + seed);
    }

    private void runAndKill(final long afterMs, final Set<String> acknowledged)
            throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-")).forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(KillTestVictim.class.getName());
        command.add(directory.toString());
        final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines = process.inputReader()) {
            final String first = lines.readLine();
            assertNotNull(first, "the child did not start");
            final Thread killer = new Thread(() -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(afterMs));
                process.toHandle().destroyForcibly();
            });
            killer.start();
            for (String line = first; line != null; line = lines.readLine()) {
                if (line.length() == Ids.PRINTED_LENGTH + 2) {
                    acknowledged.add(line);
                }
            }
            killer.join();
        }
        process.waitFor();
    }
}
