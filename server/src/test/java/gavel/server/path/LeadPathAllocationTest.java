package gavel.server.path;

import com.sun.management.ThreadMXBean;
import gavel.server.system.Leads;
import gavel.server.system.TestPublisher;
import gavel.server.system.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What one auction leaves to the collector, on the loops' threads, with eight buyers that answer at once. */
@Timeout(180)
class LeadPathAllocationTest {
    private static final int BUYERS = 8;
    private static final int WARM_UP = 6000;
    private static final int MEASURED = 4000;
    private static final long BYTES_MAX = 2048;

    @TempDir
    Path folder;

    private static long allocated() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (final ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("lead-")) {
                sum += threads.getThreadAllocatedBytes(thread.getThreadId());
            }
        }
        return sum;
    }

    /** A busy disk may leave no room for records, and then the lead is refused at the door: it is sent again. */
    private static void send(final TestPublisher publisher, final int first, final int count) throws Exception {
        for (int i = first; i < first + count; i++) {
            String outcome = "503";
            while (outcome.startsWith("503")) {
                outcome = publisher.lead(Leads.json(i)).outcome();
            }
            assertEquals("200 sold", outcome);
        }
    }

    @Test
    void shouldStayWithinItsBytesPerAuction() throws Exception {
        final io.netty.util.ResourceLeakDetector.Level level = io.netty.util.ResourceLeakDetector.getLevel();
        io.netty.util.ResourceLeakDetector.setLevel(io.netty.util.ResourceLeakDetector.Level.DISABLED);
        try (TestServer test = new TestServer(folder).set("loops", "1").set("transport", transport())) {
            for (int i = 0; i < BUYERS; i++) {
                test.buyer("b" + i, "ping: {price: fixed(" + (i + 2) + ".00)}");
            }
            test.start();
            try (TestPublisher publisher = new TestPublisher(test.port())) {
                send(publisher, 0, WARM_UP);
                final long before = allocated();
                send(publisher, WARM_UP, MEASURED);
                final long bytes = (allocated() - before) / MEASURED;
                System.out.println("allocated per auction: " + bytes + " bytes over "
                        + test.server().transport().name());

                assertTrue(before > 0, "the loop's thread was found");
                assertTrue(bytes <= BYTES_MAX, bytes + " bytes per auction, at most " + BYTES_MAX + " are allowed");
            }
        } finally {
            io.netty.util.ResourceLeakDetector.setLevel(level);
        }
    }

    private static String transport() {
        return System.getProperty("gavel.allocation.transport", "auto");
    }
}
