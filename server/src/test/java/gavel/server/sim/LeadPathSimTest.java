package gavel.server.sim;

import gavel.config.ServerConfig.Durability;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Some ten thousand random steps of leads, buyers, disk, time and crashes, with every invariant looked at after each.
 * {@code -Dsim.seed=N} repeats one run; an odd seed runs under {@code disk}, an even one under {@code process}.
 */
class LeadPathSimTest {
    private static final int STEPS = 2500;

    @TempDir
    Path directory;

    static LongStream seeds() {
        final Long seed = Long.getLong("sim.seed");
        return seed != null ? LongStream.of(seed) : LongStream.of(1, 2, 3, 5, new Random().nextInt() & 0x7fffffffL);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldKeepEveryPromiseWhateverHappens(final long seed) throws SQLException {
        final Durability durability = seed % 2 == 0 ? Durability.PROCESS : Durability.DISK;
        final long beganNs = System.nanoTime();
        int step = 0;
        try (LeadPathSim sim = new LeadPathSim(seed, durability, directory)) {
            for (; step < STEPS; step++) {
                sim.step();
            }
            sim.finish();
            sim.stop();
            SettledBooks.check(sim.directory(), sim.books().balances());
            System.out.println("seed " + seed + " " + durability + ": " + sim.summary() + ", took "
                    + (System.nanoTime() - beganNs) / 1_000_000 + " ms");
        } catch (final RuntimeException | AssertionError e) {
            throw new AssertionError("-Dsim.seed=" + seed + ", step " + step + ": " + e.getMessage(), e);
        }
    }
}
