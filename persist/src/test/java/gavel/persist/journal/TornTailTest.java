package gavel.persist.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What is erased is kept beside the segment, whatever a disk moves in one call. */
class TornTailTest {
    private static final int BYTES = 200_000;
    private static final int OFFSET = 1_000;
    private static final int TORN = 150_001;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, 65_535, 1_000, 997})
    void shouldKeepEveryByteAndLeaveOnlyZeros(final int bytesPerCall) throws IOException {
        final byte[] before = segment();
        final ScriptedDisk disk = new ScriptedDisk();
        disk.moveAtMost(bytesPerCall);
        TornTail.erase(end(TORN), disk);
        assertArrayEquals(Arrays.copyOfRange(before, OFFSET, OFFSET + TORN), Files.readAllBytes(kept()));
        Arrays.fill(before, OFFSET, OFFSET + TORN, (byte) 0);
        assertArrayEquals(before, Files.readAllBytes(directory.resolve("s.journal")));
    }

    @Test
    void shouldNotMakeAFileLongerThatEndsBefore() throws IOException {
        final byte[] before = segment();
        TornTail.erase(end(BYTES), new ScriptedDisk());
        assertArrayEquals(Arrays.copyOfRange(before, OFFSET, BYTES), Files.readAllBytes(kept()));
        assertEquals(BYTES, Files.size(directory.resolve("s.journal")));
    }

    private byte[] segment() throws IOException {
        final byte[] bytes = new byte[BYTES];
        new SplittableRandom(1).nextBytes(bytes);
        Files.write(directory.resolve("s.journal"), bytes);
        return bytes;
    }

    private JournalEnd end(final long tornBytes) {
        return new JournalEnd(directory.resolve("s.journal"), 1, OFFSET, tornBytes, 5);
    }

    private Path kept() {
        return directory.resolve("s.journal.torn-" + OFFSET);
    }
}
