package gavel.server.admin;

import com.sun.management.ThreadMXBean;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the operating system and the JVM say of this process. Stateless; any thread. */
final class Machine {
    private static final Path PROC_STATUS = Path.of("/proc/self/status");
    private static final String RSS = "VmRSS:";
    private static final long KB = 1024;

    private Machine() {
    }

    /** Memory that it holds, or 0 where the system does not say. */
    static long rssBytes() {
        try (Stream<String> lines = Files.lines(PROC_STATUS)) {
            return lines.filter(line -> line.startsWith(RSS))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KB).findFirst().orElse(0);
        } catch (final IOException e) {
            return 0;
        }
    }

    static long heapUsedBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** What a thread has allocated since it began; nothing of one that has not begun. */
    static long allocatedBytes(final long threadId) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threadId == 0 ? 0 : Math.max(0, threads.getThreadAllocatedBytes(threadId));
    }

    static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }

    static long collectionMs() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
    }

    /** Bytes of the files of a directory whose names end so. */
    static long bytesOf(final Path directory, final String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).mapToLong(Machine::size).sum();
        } catch (final IOException e) {
            return 0;
        }
    }

    private static long size(final Path file) {
        try {
            return Files.size(file);
        } catch (final IOException e) {
            // A segment that was dropped between being listed and being looked at.
            return 0;
        }
    }
}
