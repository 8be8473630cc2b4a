package gavel.persist.drain;

import gavel.persist.journal.JournalVisitor;
import gavel.persist.journal.JournalWriter;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The asynchronous writer: takes records from all loops and from other threads, appends them to the journal, forces
 * once for all of them, and says so. Confined to the thread that runs it, but for {@link #forcedSequence()} and the
 * counters. After a write or force has failed it acknowledges nothing any more, and calls {@code fatal} once.
 */
public final class DrainAgent implements Agent {
    private final JournalWriter writer;
    private final long intervalNs;
    private final Consumer<Throwable> fatal;
    private final DrainSignal signal = new DrainSignal();
    private final ControlRecords control = new ControlRecords(signal);
    private final List<DrainSource> sources = new ArrayList<>();
    private final List<JournalVisitor> afterForce = new ArrayList<>();
    private final List<ControlRecord> awaitedControls = new ArrayList<>();
    private final List<Long> controlSequences = new ArrayList<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private int firstSource;

    private volatile boolean started;
    private volatile boolean failed;
    private volatile long forcedSequence;
    private volatile long forces;
    private volatile long recordsForced;
    private volatile boolean roomMissing;

    /**
     * The drain of one journal.
     *
     * @param intervalNs how long records may rest that nobody waits for.
     * @param fatal      is called, on the drain's thread, when the journal can't be written any more.
     */
    public DrainAgent(final JournalWriter writer, final long intervalNs, final Consumer<Throwable> fatal) {
        this.writer = writer;
        this.intervalNs = intervalNs;
        this.fatal = fatal;
        this.forcedSequence = writer.forcedSequence();
    }

    /** Adds one that is shown each record after its force and before anybody hears of it. Before the agent runs. */
    public void addAfterForce(final JournalVisitor visitor) {
        afterForce.add(visitor);
    }

    void add(final LoopRecords loop) {
        sources.add(new DrainSource(loop, writer));
    }

    DrainSignal signal() {
        return signal;
    }

    /** How this agent rests; give it to the runner. */
    public IdleStrategy idleStrategy() {
        return new DrainIdleStrategy(signal, Math.min(intervalNs, DrainIdleStrategy.REST_MAX_NS));
    }

    /** Where other threads leave records. */
    public ControlRecords control() {
        return control;
    }

    @Override
    public String roleName() {
        return "drain";
    }

    @Override
    public void onStart() {
        started = true;
    }

    @Override
    public void onClose() {
        started = false;
    }

    /** Whether a thread runs this agent. */
    public boolean isStarted() {
        return started;
    }

    /**
     * One batch: everything that is there, up to the largest batch. Returns the number of records. Before the drain's
     * thread has begun, the starting thread may call it too: only one of them does anything at a time.
     */
    @Override
    public int doWork() {
        if (failed || !busy.compareAndSet(false, true)) {
            return 0;
        }
        try {
            return forceBatch();
        } finally {
            busy.set(false);
        }
    }

    private int forceBatch() {
        signal.clear();
        try {
            final boolean isFull = collect();
            final int count = writer.force();
            if (count == 0) {
                prepareNext(true);
                return 0;
            }
            announce(count);
            if (isFull) {
                signal.request();
            }
            prepareNext(false);
            return count;
        } catch (final IOException | RuntimeException | Error e) {
            fail(e);
            return 0;
        }
    }

    private void prepareNext(final boolean isIdle) {
        writer.prepareNext(isIdle);
        if (roomMissing != writer.isRoomMissing()) {
            roomMissing = writer.isRoomMissing();
        }
    }

    private boolean collect() throws IOException {
        final int count = sources.size();
        boolean isFull = collectControl();
        for (int i = 0; i < count && !isFull; i++) {
            isFull = sources.get((firstSource + i) % count).collect();
        }
        firstSource = count == 0 ? 0 : (firstSource + 1) % count;
        return isFull;
    }

    private boolean collectControl() throws IOException {
        ControlRecord record;
        while ((record = control.peek()) != null) {
            final int length = record.buffer().capacity();
            if (!writer.fits(length)) {
                return true;
            }
            control.poll();
            awaitedControls.add(record);
            controlSequences.add(writer.append(record.buffer(), 0, length));
        }
        return false;
    }

    private void announce(final int count) {
        for (int i = 0; i < afterForce.size(); i++) {
            writer.visitForced(afterForce.get(i));
        }
        forces = forces + 1;
        recordsForced = recordsForced + count;
        forcedSequence = writer.forcedSequence();
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).announce();
        }
        for (int i = 0; i < awaitedControls.size(); i++) {
            awaitedControls.get(i).sequence().complete(controlSequences.get(i));
        }
        awaitedControls.clear();
        controlSequences.clear();
    }

    private void fail(final Throwable because) {
        failed = true;
        control.stop(because);
        for (final ControlRecord record : awaitedControls) {
            record.sequence().completeExceptionally(because);
        }
        awaitedControls.clear();
        fatal.accept(because);
    }

    /** Whether a write or force has failed. Any thread. */
    public boolean isFailed() {
        return failed;
    }

    /** Whether the disk has no room for the next segment: take no leads, before the last one is full. Any thread. */
    public boolean isRoomMissing() {
        return roomMissing;
    }

    /** Takes no records from other threads any more; those that wait are refused. After the agent has stopped. */
    public void refuseControl() {
        control.stop(new IllegalStateException("the store is closed"));
    }

    /** The last sequence that survives a power cut. Any thread. */
    public long forcedSequence() {
        return forcedSequence;
    }

    /** Batches forced since the start. Any thread. */
    public long forces() {
        return forces;
    }

    /** Records forced since the start. Any thread. */
    public long recordsForced() {
        return recordsForced;
    }
}
