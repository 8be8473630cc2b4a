package gavel.perf.jmh;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Gives JMH threads of the kind that event loops are, for which Netty's allocators keep buffers. Made by JMH, by name:
 * see perf/bin/jmh.
 */
public final class LoopThreads extends ThreadPoolExecutor {
    /** The constructor that JMH looks for. */
    public LoopThreads(final int threads, final String prefix) {
        super(threads, threads, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            new DefaultThreadFactory(prefix, true));
    }
}
