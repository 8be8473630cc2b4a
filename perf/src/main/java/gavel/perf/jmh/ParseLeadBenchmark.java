package gavel.perf.jmh;

import java.nio.charset.StandardCharsets;
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

import gavel.server.catalog.FieldValues;
import gavel.server.lead.Lead;

/**
 * What it costs to turn a body into a lead: clearing the lead, reading the members, checking and normalising every
 * field. Without HTTP, without the publisher's key.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ParseLeadBenchmark {
    private BenchLead bench;
    private long id;

    @Setup
    public void prepare() {
        bench = new BenchLead(1);
    }

    /** One body of perf/floor/lead.json. */
    @Benchmark
    public Lead parse() {
        if (bench.parse(++id) != 0) {
            throw new IllegalStateException("the lead was refused");
        }
        return bench.lead();
    }

    /** What was read last must be what the body says. */
    @TearDown(Level.Iteration)
    public void check() {
        final Lead lead = bench.lead();
        require("auto-quote", lead.offer().config().id());
        require("L176543210001234", lead.publisherLeadId().toString());
        require("s42", lead.sub(0).toString());
        require("1500000", Long.toString(lead.floorMicros()));
        require("ada176543210001234@example.com", field(lead, "email"));
        require("+15125550100", field(lead, "phone"));
        require("I agree to be called about my quote.", field(lead, "tcpa_text"));
        require("2019", field(lead, "vehicle_year"));
        require("true", field(lead, "homeowner"));
    }

    private static String field(final Lead lead, final String name) {
        final int field = lead.offer().vertical().config().fieldIndex(name);
        final FieldValues values = lead.values();
        return new String(values.text(), values.offset(field), values.length(field), StandardCharsets.UTF_8);
    }

    private static void require(final String expected, final String found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException("read '" + found + "' where the body says '" + expected + "'");
        }
    }
}
