package gavel.server.system;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Fails a class of tests that leaked a network buffer, and prints what its servers said when a test fails. */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback, TestWatcher {
    private static final int COLLECTIONS = 3;

    @Override
    public void beforeAll(final ExtensionContext context) {
        TestServer.takeNotes();
        leaks();
    }

    @Override
    public void afterAll(final ExtensionContext context) {
        assertEquals("", leaks());
    }

    @Override
    public void testSuccessful(final ExtensionContext context) {
        TestServer.takeNotes();
    }

    @Override
    public void testFailed(final ExtensionContext context, final Throwable cause) {
        System.err.println("--- " + context.getDisplayName() + " failed: " + cause + System.lineSeparator()
                + TestServer.takeNotes());
    }

    /** What has leaked: the detector sees it at the next allocation after a collection. */
    static String leaks() {
        final StringBuilder found = new StringBuilder();
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Unpooled.directBuffer(1).release();
            io.netty.buffer.ByteBufAllocator.DEFAULT.directBuffer(1).release();
            found.append(StrictLeakDetector.takeLeaks());
        }
        return found.toString();
    }
}
