package gavel.server.system;

import io.netty.util.ResourceLeakDetector;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Netty's leak detector, but a leak is kept for a test to find instead of being logged to nobody. Netty makes one for
 * each kind of resource, by the system property {@code io.netty.customResourceLeakDetector} in the module's pom.
 *
 * @param <T> kind of resource.
 */
public final class StrictLeakDetector<T> extends ResourceLeakDetector<T> {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    /** As Netty calls it. */
    public StrictLeakDetector(final Class<?> type, final int samplingInterval) {
        super(type, samplingInterval);
    }

    /** As Netty calls it, too. */
    public StrictLeakDetector(final Class<?> type, final int samplingInterval, final long ignored) {
        super(type, samplingInterval);
    }

    /** What has leaked since it was asked last. */
    static String takeLeaks() {
        final StringBuilder text = new StringBuilder();
        for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
            text.append(leak).append(System.lineSeparator());
        }
        return text.toString();
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(final String resource, final String records) {
        LEAKS.add("leaked: " + resource + records);
    }

    @Override
    protected void reportUntracedLeak(final String resource) {
        LEAKS.add("leaked: " + resource);
    }
}
