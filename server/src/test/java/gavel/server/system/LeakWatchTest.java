package gavel.server.system;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** A watch that never barks is worth nothing: this leaks on purpose. */
@Timeout(60)
class LeakWatchTest {
    @Test
    void shouldFindABufferThatNobodyReleased() throws Exception {
        LeakWatch.leaks();
        leak();

        final StringBuilder found = new StringBuilder();
        Until.holds("the leak is found", () -> found.append(LeakWatch.leaks()).length() > 0);

        assertTrue(found.toString().contains("shouldFindABuffer") || found.toString().contains("ByteBuf"),
                found.toString());
    }

    private static void leak() {
        ByteBufAllocator.DEFAULT.directBuffer(64).writeByte(1);
    }
}
