package gavel.server.path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What tests of the path begin and end with: a server in a fresh directory, nothing left of any lead. One thread. */
abstract class PathCase {
    protected static final long MS = FakeTime.MS;

    @TempDir
    protected Path directory;
    protected final SampleServer sample = new SampleServer();
    protected final FakeTime time = new FakeTime();
    protected RecordLog log = new RecordLog();
    protected FakeServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    protected void start() {
        server = new FakeServer(sample.config(), directory.resolve("live"), time, log);
        log.lines.clear();
    }

    /** Stops the server as a kill does, and opens what is left. */
    protected void restart(final boolean withHotMaps) {
        final Path copy = directory.resolve("copy-" + System.identityHashCode(server));
        server.copy(copy, withHotMaps);
        server.close();
        log = new RecordLog();
        server = new FakeServer(sample.config(), copy, time, log);
    }

    protected FakePublisher post(final String id, final String phone, final long deadlineMs, final String key) {
        return server.publisher().post(FakePublisher.body(id, phone, deadlineMs), key);
    }

    protected void bid(final String... prices) {
        for (int i = 0; i < prices.length; i++) {
            server.buyer(i).bid(prices[i]);
        }
    }

    protected int posts() {
        return server.buyers().stream().mapToInt(buyer -> buyer.posts.size()).sum();
    }

    protected long day() {
        return time.epochNs() / 86_400_000_000_000L;
    }

    /** The last record that was forced. */
    protected String last() {
        return log.lines.get(log.lines.size() - 1);
    }

    protected void assertOutcome(final String status, final int code, final FakePublisher publisher) {
        final String answer = publisher.answer();
        assertEquals(status, FakePublisher.member(answer, "status"), answer);
        assertEquals(code == 0 ? "null" : String.valueOf(code), answer.replaceAll(
                ".*\"reason\":(?:\\{\"code\":)?(\\w+).*", "$1"), answer);
    }

    /** Everything that a lead took is given back. */
    protected void assertIdle() {
        server.drain();
        server.records().reap();
        assertEquals(0, server.running());
        assertEquals(0, server.deadlines());
        assertEquals(0, server.records().outstanding());
        assertEquals(sample.saleEntries, server.records().credits());
    }
}
