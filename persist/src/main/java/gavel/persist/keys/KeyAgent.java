package gavel.persist.keys;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes keys before leads need them: their slots are forced when a loop sees them, so that no lead waits for that.
 * Confined to its thread.
 */
public final class KeyAgent implements Agent {
    /** Keys of one force at most. */
    private static final int BATCH = 256;
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(1);

    private final KeyStore store;
    private final List<LoopKeys> loops;
    private final NanoClock clock;
    private final Consumer<String> says;
    private final Consumer<Throwable> fatal;
    private final List<DataKey> batch = new ArrayList<>(BATCH);
    private String trouble = "";
    private long againNs;
    private boolean dead;

    /**
     * @param loops    number of loops.
     * @param capacity keys that are ready for each at most.
     * @param says     told once of each reason why none can be made.
     * @param fatal    told when a force failed: end the process.
     */
    public KeyAgent(final KeyStore store, final int loops, final int capacity, final NanoClock clock,
                    final Consumer<String> says, final Consumer<Throwable> fatal) {
        this.store = store;
        this.clock = clock;
        this.says = says;
        this.fatal = fatal;
        final List<LoopKeys> all = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
            all.add(new LoopKeys(capacity));
        }
        this.loops = List.copyOf(all);
        this.againNs = clock.nanoTime();
    }

    /** The keys that are ready for a loop. */
    public LoopKeys loop(final int number) {
        return loops.get(number);
    }

    /** Makes as many as there is room for; before the loops begin. */
    public void fill() throws IOException {
        for (final LoopKeys loop : loops) {
            while (loop.room() > 0) {
                store.reserve();
                make(loop);
            }
        }
    }

    @Override
    public int doWork() {
        int made = 0;
        for (final LoopKeys loop : loops) {
            if (loop.room() >= Math.min(BATCH, loop.capacity() / 2) && isReserved()) {
                try {
                    made += make(loop);
                } catch (final IOException e) {
                    dead = true;
                    fatal.accept(e);
                }
            }
        }
        return made;
    }

    private boolean isReserved() {
        final long nowNs = clock.nanoTime();
        if (dead || nowNs - againNs < 0) {
            return false;
        }
        try {
            store.reserve();
            trouble = "";
            return true;
        } catch (final IOException e) {
            againNs = nowNs + AGAIN_NS;
            if (!trouble.equals(e.toString())) {
                trouble = e.toString();
                says.accept("no keys for leads can be made, and without them none is taken: " + trouble
                        + "; tried again each second");
            }
            return false;
        }
    }

    private int make(final LoopKeys loop) throws IOException {
        final int wanted = Math.min(BATCH, loop.room());
        while (batch.size() < wanted) {
            final DataKey spare = loop.spare();
            batch.add(spare == null ? KeyStore.unready() : spare);
        }
        final int made = store.make(batch.subList(0, wanted));
        for (int i = 0; i < made; i++) {
            loop.add(batch.get(i));
        }
        batch.subList(0, made).clear();
        return made;
    }

    @Override
    public String roleName() {
        return "keys";
    }
}
