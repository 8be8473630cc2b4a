package gavel.perf.jmh;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import gavel.config.ServerConfig.Settle;
import gavel.persist.ledger.Ledger;
import gavel.persist.ledger.RecordSource;
import gavel.persist.ledger.SettleAgent;
import gavel.persist.record.RecordHeader;
import gavel.server.sale.SaleWriter;

/**
 * What settlement costs: one operation carries {@value #SALES} sales of eight bids, two records each, from a journal in
 * memory into a ledger on disk, in transactions of {@code batch} records, with the checkpoints that fall due. The
 * counter {@code cpuUsPerSale} is CPU of the settling thread, which other load disturbs less than the time. There is
 * one fork and one iteration, since JMH adds such counters up.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
@Fork(1)
public class SettleBenchmark {
    static final int SALES = 300_000;
    private static final int RECORDS_PER_SALE = 2;
    private static final long MEMORY_BYTES = 256L << 20;
    /** Lead ids of a thousand leads a second. */
    private static final long ID_STEP = 1L << 22;

    /** Records of one transaction: what half a second brings at 1,500 and at 7,500 sales a second. */
    @Param({"1500", "7500"})
    private int batch;

    private Path directory;
    private Ledger ledger;
    private SettleAgent agent;

    /** What JMH prints beside the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cpu {
        /** Microseconds of CPU for each sale. */
        public double cpuUsPerSale;
    }

    /** Opens an empty ledger on the disk, where a folder for temporary files may be memory. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
        final Path target = Path.of(System.getenv("GAVEL_HOME"), "perf", "target");
        Files.createDirectories(target);
        directory = Files.createTempDirectory(target, "jmh-ledger-");
        ledger = Ledger.open(directory, MEMORY_BYTES);
        agent = new SettleAgent(ledger, new RepeatedSale(), new Settle(batch, 0, MEMORY_BYTES), System::nanoTime);
    }

    /** Settles {@value #SALES} sales. */
    @Benchmark
    public long settle(final Cpu cpu) {
        final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        final long beforeNs = threads.getCurrentThreadCpuTime();
        while (agent.position() < SALES * (long) RECORDS_PER_SALE) {
            if (agent.doWork() == 0) {
                throw new IllegalStateException("nothing was settled: " + agent.lastError());
            }
        }
        cpu.cpuUsPerSale = (threads.getCurrentThreadCpuTime() - beforeNs) / 1e3 / SALES;
        return agent.position();
    }

    /** Every sale must be in the ledger. */
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        agent.onClose();
        ledger.close();
        try (Stream<Path> files = Files.walk(directory)) {
            final List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
            for (final Path file : deepestFirst) {
                Files.delete(file);
            }
        }
        if (agent.isBreached() || agent.sales() != agent.position() / RECORDS_PER_SALE) {
            throw new IllegalStateException(agent.sales() + " sales of " + agent.position() + " records: "
                + agent.lastError());
        }
    }

    /** A journal that never ends: the posting and the sale of one lead, again and again under another id. */
    private static final class RepeatedSale implements RecordSource {
        /** Where a record has its id; docs/RECORDS.md draws it. */
        private static final int ID_OFFSET = 16;
        private static final byte[] ANSWER = "{\"status\":\"sold\"}".getBytes(StandardCharsets.UTF_8);

        private final UnsafeBuffer[] records = new UnsafeBuffer[RECORDS_PER_SALE];

        RepeatedSale() {
            final BenchLead bench = new BenchLead(8);
            bench.win(1, 8, 1);
            final SaleWriter writer = new SaleWriter(0);
            records[0] = copy(writer, writer.posting(bench.lead(), BenchLead.EPOCH_NS));
            records[1] = copy(writer, writer.sale(bench.lead(), 300, ANSWER, ANSWER.length, BenchLead.EPOCH_NS));
        }

        private static UnsafeBuffer copy(final SaleWriter writer, final int length) {
            final byte[] bytes = new byte[length];
            writer.encoder().buffer().getBytes(0, bytes);
            return new UnsafeBuffer(bytes);
        }

        @Override
        public int read(final long fromSequence, final int limit, final Visitor visitor) {
            for (long sequence = fromSequence; sequence < fromSequence + limit; sequence++) {
                final UnsafeBuffer record = records[(int) ((sequence - 1) % RECORDS_PER_SALE)];
                RecordHeader.sequence(record, 0, sequence);
                record.putLong(ID_OFFSET, (sequence + 1) / RECORDS_PER_SALE * ID_STEP, ByteOrder.LITTLE_ENDIAN);
                visitor.onRecord(record, 0, record.capacity());
            }
            return limit;
        }
    }
}
