package gavel.buyersim;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Appends lines to files off the event loops, flushed every 50 ms. Lines come from any thread, files are touched by
 * its own thread only.
 *
 * <p>The queue is bounded. A line that may be lost is offered ({@link #offer}, counted when there is no room); a line
 * that may not be lost reserves its room first ({@link #tryReserve}), before what it tells of is done.
 */
final class LineWriter implements AutoCloseable {
    private static final long PERIOD_NS = 50_000_000;
    private final ArrayBlockingQueue<Line> queue;
    private final AtomicInteger room;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final List<Sheet> sheets = new ArrayList<>();
    private final Thread thread;
    private volatile boolean isClosing;
    private volatile String failure = "";

    /** What can be written. Immutable, any thread. */
    interface Line {
        Sheet sheet();

        void appendTo(StringBuilder text);
    }

    /** One file, open for appending. Confined to the writer's thread once that runs. */
    static final class Sheet {
        private final BufferedWriter out;

        private Sheet(final BufferedWriter out) {
            this.out = out;
        }
    }

    LineWriter(final String name, final int capacity) {
        queue = new ArrayBlockingQueue<>(capacity);
        room = new AtomicInteger(capacity);
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Opens a file, with {@code header} if it is new; ends a torn last line. Only before {@link #start}. */
    Sheet open(final Path file, final String header) throws IOException {
        boolean isNew = !Files.exists(file) || Files.size(file) == 0;
        boolean isTorn = !isNew && !endsWithNewLine(file);
        Sheet sheet = new Sheet(Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE,
            StandardOpenOption.APPEND));
        sheets.add(sheet);
        if (isNew) {
            sheet.out.write(header);
            sheet.out.write('\n');
            sheet.out.flush();
        } else if (isTorn) {
            sheet.out.write('\n');
            sheet.out.flush();
        }
        return sheet;
    }

    private static boolean endsWithNewLine(final Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(bytes.length() - 1);
            return bytes.read() == '\n';
        }
    }

    void start() {
        thread.start();
    }

    boolean tryReserve() {
        while (true) {
            int left = room.get();
            if (left == 0) {
                return false;
            }
            if (room.compareAndSet(left, left - 1)) {
                return true;
            }
        }
    }

    void release() {
        room.incrementAndGet();
    }

    /** Writes a line whose room was reserved. */
    void write(final Line line) {
        if (!queue.offer(line)) {
            throw new IllegalStateException("a line was written without a reservation");
        }
    }

    void offer(final Line line) {
        if (tryReserve()) {
            write(line);
        } else {
            dropped.incrementAndGet();
        }
    }

    long dropped() {
        return dropped.get();
    }

    /** Lines that the disk refused. */
    long failed() {
        return failed.get();
    }

    /** Why the disk refused lines; empty while it doesn't. */
    String failure() {
        return failure;
    }

    private void run() {
        List<Line> batch = new ArrayList<>();
        StringBuilder text = new StringBuilder(256);
        while (!isClosing) {
            writeAll(batch, text);
            LockSupport.parkNanos(PERIOD_NS);
        }
        writeAll(batch, text);
    }

    private void writeAll(final List<Line> batch, final StringBuilder text) {
        while (queue.drainTo(batch, 4_096) > 0) {
            for (Line line : batch) {
                text.setLength(0);
                line.appendTo(text);
                text.append('\n');
                try {
                    line.sheet().out.append(text);
                } catch (IOException e) {
                    onFailure(e);
                }
            }
            room.addAndGet(batch.size());
            batch.clear();
        }
        for (Sheet sheet : sheets) {
            try {
                sheet.out.flush();
            } catch (IOException e) {
                onFailure(e);
            }
        }
    }

    private void onFailure(final IOException e) {
        failed.incrementAndGet();
        failure = String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        isClosing = true;
        LockSupport.unpark(thread);
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        for (Sheet sheet : sheets) {
            try {
                sheet.out.close();
            } catch (IOException e) {
                onFailure(e);
            }
        }
    }

    /** Appends a value as RFC 4180 wants it: in quotes where it holds a comma, a quote or a line end. */
    static void appendCsv(final StringBuilder text, final String value) {
        boolean isPlain = true;
        for (int i = 0; i < value.length() && isPlain; i++) {
            char c = value.charAt(i);
            isPlain = c != ',' && c != '"' && c != '\n' && c != '\r';
        }
        if (isPlain) {
            text.append(value);
        } else {
            text.append('"').append(value.replace("\"", "\"\"")).append('"');
        }
    }
}
