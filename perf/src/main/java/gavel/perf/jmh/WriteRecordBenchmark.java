package gavel.perf.jmh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
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

import gavel.persist.hot.HotMap;
import gavel.persist.hot.HotShape;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.server.sale.SaleWriter;

/**
 * What the intent to post costs the loop: its record with eight bids, sealed, inserted into the hot map and, when
 * {@value #IN_FLIGHT} later ones have followed, removed. No drain, no journal, no force.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class WriteRecordBenchmark {
    static final int IN_FLIGHT = 256;
    /** As the server shapes its map of sales for the configuration of the floor. */
    private static final int CHUNK_BYTES = 1024;
    private static final int RECORD_MAX_BYTES = 256 * 1024;

    private final SaleWriter writer = new SaleWriter(0);
    private BenchLead bench;
    private Path directory;
    private HotMap map;
    private long id;

    @Setup
    public void prepare() throws IOException {
        bench = new BenchLead(8);
        bench.win(1, 8, 1);
        final Path target = Path.of(System.getenv("GAVEL_HOME"), "perf", "target");
        Files.createDirectories(target);
        directory = Files.createTempDirectory(target, "jmh-hot-");
        map = HotMap.open(directory, new HotShape("sales-00", bench.loaded().server().sale().entries(), CHUNK_BYTES,
            RECORD_MAX_BYTES));
        for (int i = 0; i < IN_FLIGHT; i++) {
            insert();
        }
    }

    /** Writes one record, inserts it, and removes the oldest. */
    @Benchmark
    public int write() {
        final int length = insert();
        map.remove(id - IN_FLIGHT, RecordKind.POSTING.code(), 1);
        return length;
    }

    private int insert() {
        bench.renumber(++id);
        final int length = writer.posting(bench.lead(), BenchLead.EPOCH_NS);
        map.insert(writer.encoder().buffer(), 0, length);
        return length;
    }

    /** What is in the map must be the last records, each whole. */
    @TearDown(Level.Iteration)
    public void check() {
        if (map.size() != IN_FLIGHT) {
            throw new IllegalStateException(map.size() + " records in the map instead of " + IN_FLIGHT);
        }
        for (long each = id; each > id - IN_FLIGHT; each--) {
            final DirectBuffer record = map.get(each, RecordKind.POSTING.code(), 1);
            if (record == null || !isWhole(record) || RecordHeader.id(record, 0) != each) {
                throw new IllegalStateException("record " + each + " is missing or damaged");
            }
        }
    }

    private static boolean isWhole(final DirectBuffer record) {
        final int length = RecordHeader.length(record, 0);
        final ByteBuffer copy = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
        final UnsafeBuffer view = new UnsafeBuffer(copy);
        view.putBytes(0, record, 0, length);
        return RecordHeader.isWhole(view, 0, length, copy, new CRC32C());
    }

    @TearDown
    public void close() throws IOException {
        map.close();
        try (Stream<Path> files = Files.walk(directory)) {
            final List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
            for (final Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
