package gavel.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with random damage: always an answer, never an exception. One thread. */
final class BrokenFolderTest {
    private static final int CASES = 2_000;
    private static final String DAMAGE = "{}[]:,'\"&*!|>%@#-?$ \n\t~\u00e9\u0000x0";
    private static final List<String> FILES = List.of("server.yaml", "verticals/auto.yaml", "buyers/acme.yaml",
            "publishers/north.yaml", "offers/quote.yaml");

    @TempDir
    private Path dir;

    @Test
    void shouldAlwaysAnswer() throws Exception {
        final long seed = Long.getLong("gavel.test.seed", System.nanoTime());
        final Random random = new Random(seed);
        final SampleFolder folder = new SampleFolder(dir);
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            final String file = FILES.get(random.nextInt(FILES.size()));
            final String text = Files.readString(dir.resolve(file));
            final StringBuilder damaged = new StringBuilder(text);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                final int at = random.nextInt(damaged.length());
                final int end = Math.min(damaged.length(), at + random.nextInt(12));
                damaged.replace(at, end, String.valueOf(DAMAGE.charAt(random.nextInt(DAMAGE.length()))));
            }
            folder.write(file, damaged.toString());
            final String where = "-Dgavel.test.seed=" + seed + " case " + i + " " + file + "\n" + damaged;
            try {
                final Loaded loaded = folder.load();
                assertEquals(loaded.config().isPresent(), loaded.problems().isEmpty(), where);
                assertEquals(-1, new JsonText(CheckReport.json(loaded)).fault(), where);
                refused += loaded.problems().isEmpty() ? 0 : 1;
            } catch (final RuntimeException e) {
                throw new AssertionError(where, e);
            }
            folder.write(file, text);
        }
        assertTrue(refused > CASES / 2, refused + " refused, seed " + seed);
    }
}
