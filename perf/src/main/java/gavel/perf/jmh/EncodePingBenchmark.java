package gavel.perf.jmh;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import gavel.perf.json.Json;
import gavel.server.buyer.CallTemplate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocalThread;

/**
 * What one ping costs before it is written to a socket: the template of buyer b1, encoded into a buffer of the server's
 * allocator, which is then released. An event loop is a thread that the allocator keeps buffers for, so the benchmark
 * must run on such a thread too; perf/bin/jmh sees to it, and the set-up checks it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EncodePingBenchmark {
    private final ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
    private BenchLead bench;
    private CallTemplate template;
    private int expectedBytes;

    @Setup
    public void prepare() {
        if (!(Thread.currentThread() instanceof FastThreadLocalThread)) {
            throw new IllegalStateException("not on a thread like that of an event loop; run it with perf/bin/jmh");
        }
        bench = new BenchLead(8);
        bench.win(1, 8, 1);
        template = new CallTemplate(bench.loaded().buyers().get(0).ping(), bench.lead().offer().vertical(),
            new byte[CallTemplate.REQUEST_MAX_BYTES]);
        final ByteBuf request = template.encode(bench.lead(), bench.lead().candidate(0), 0, allocator);
        expectedBytes = request.readableBytes();
        request.release();
    }

    /** One request for a price. */
    @Benchmark
    public int encode() {
        final ByteBuf request = template.encode(bench.lead(), bench.lead().candidate(0), 0, allocator);
        final int bytes = request.readableBytes();
        request.release();
        if (bytes != expectedBytes) {
            throw new IllegalStateException(bytes + " bytes instead of " + expectedBytes);
        }
        return bytes;
    }

    /** The request must be one that a buyer can read. */
    @TearDown(Level.Iteration)
    public void check() {
        final ByteBuf request = template.encode(bench.lead(), bench.lead().candidate(0), 0, allocator);
        final String text = request.toString(StandardCharsets.UTF_8);
        request.release();
        final int headEnd = text.indexOf("\r\n\r\n");
        final String head = text.substring(0, headEnd);
        final Map<String, Object> body = Json.parseObject(text.substring(headEnd + 4));
        final int length = Integer.parseInt(head.substring(head.indexOf("Content-Length:") + 15).strip());
        if (!head.startsWith("POST /ping HTTP/1.1\r\nHost: 127.0.0.1:9101\r\n")
            || length != text.length() - headEnd - 4
            || !"78701".equals(body.get("zip")) || !"2019".equals(String.valueOf(body.get("vehicle_year")))) {
            throw new IllegalStateException("the request is not as it should be: " + text);
        }
    }
}
