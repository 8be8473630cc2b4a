package gavel.buyersim;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gavel buyers}: runs the simulated buyers of a script until told to stop. Confined to the main thread. */
@Command(name = "gavel buyers", mixinStandardHelpOptions = true, versionProvider = BuyersCommand.Version.class,
    sortOptions = false, usageHelpWidth = 100,
    description = "Runs simulated buyers that answer pings and posts the way a script says.",
    footer = {"",
        "Example:",
        "  gavel buyers --script buyer-sim/scripts/demo.yaml --seed 7 --book /tmp/books --for 30s",
        "",
        "When all buyers listen, one line says so on standard output:",
        "  ready: 8 buyers on 127.0.0.1:9101-9108",
        "SIGINT and SIGTERM stop accepting, print the report, close the books and end with 0."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done or stopped by a signal", "1:an internal error", "2:wrong usage",
        "7:the script has mistakes, all of which are listed", "10:a port is in use",
        "12:a book or the file of timings could not be written"})
final class BuyersCommand implements Callable<Integer> {
    private static final int INTERNAL = 1;
    // As in docs/CLI.md, like the server's, which this module doesn't know.
    static final int BAD_SCRIPT = 7;
    static final int PORT_IN_USE = 10;
    static final int DISK = 12;
    private static final long PROGRESS_NS = 5_000_000_000L;

    @Option(names = "--script", required = true, paramLabel = "FILE.yaml", description = "Who behaves how.")
    private Path scriptFile;
    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Same seed, same script, same leads: same decisions, in any order. Default: ${DEFAULT-VALUE}.")
    private long seed;
    @Option(names = "--book", paramLabel = "DIR", description = "One CSV file per buyer with its decided posts.")
    private Path bookFolder;
    @Option(names = "--timings", paramLabel = "FILE",
        description = "CSV with the moment each call came in and its answer left (monotonic nanoseconds).")
    private Path timingsFile;
    @Option(names = "--for", paramLabel = "30s", description = "Stops by itself, such as 30s or 5m.",
        converter = DurationNsConverter.class)
    private Long forNs;
    @Option(names = "--host", paramLabel = "HOST", defaultValue = "127.0.0.1",
        description = "Where to listen. Default: ${DEFAULT-VALUE}.")
    private String host;
    @Option(names = "--loops", paramLabel = "N", defaultValue = "1",
        description = "Event loops, 1 to 64. Default: ${DEFAULT-VALUE}.")
    private int loops;
    @Option(names = "--json", description = "The report as one line of JSON, the last on standard output.")
    private boolean isJson;
    @Option(names = "--quiet", description = "No progress lines on standard error.")
    private boolean isQuiet;

    private final PrintStream out;
    private final PrintStream err;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int code;

    BuyersCommand(final PrintStream out, final PrintStream err) {
        this.out = out;
        this.err = err;
    }

    static int run(final String[] args, final PrintStream out, final PrintStream err) {
        return new CommandLine(new BuyersCommand(out, err))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    }

    @Override
    public Integer call() {
        Thread hook = new Thread(this::onSignal, "buyers-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            code = play();
        } catch (ScriptException e) {
            e.problems().forEach(problem -> err.println(problem));
            code = BAD_SCRIPT;
        } catch (ListenException e) {
            err.println(e.getMessage());
            code = PORT_IN_USE;
        } catch (IOException e) {
            err.println(e instanceof NoSuchFileException || e instanceof AccessDeniedException
                ? e.getMessage() + ": there is no such folder, or it may not be written" : e.getMessage());
            code = DISK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            code = INTERNAL;
        } finally {
            out.flush();
            ended.countDown();
            forget(hook);
        }
        return code;
    }

    private static void forget(final Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook runs already: it was a signal that ended the run.
        }
    }

    /** A signal ends the process with the code of the run, where the virtual machine alone would make it 130 or 143. */
    private void onSignal() {
        if (ended.getCount() == 0) {
            return;
        }
        stopAsked.countDown();
        try {
            if (!ended.await(20, TimeUnit.SECONDS)) {
                code = INTERNAL;
            }
        } catch (InterruptedException e) {
            code = INTERNAL;
        }
        Runtime.getRuntime().halt(code);
    }

    private int play() throws IOException, ScriptException, InterruptedException {
        if (loops < 1 || loops > 64) {
            err.println("--loops is a number from 1 to 64");
            return CommandLine.ExitCode.USAGE;
        }
        if (bookFolder != null && Files.exists(bookFolder) && !Files.isDirectory(bookFolder)) {
            err.println("--book " + bookFolder + " is a file; name a folder, which is made when there is none");
            return CommandLine.ExitCode.USAGE;
        }
        Script script = readScript();
        WarmUp.run();
        BuyerSim sim = BuyerSim.start(SimConfig.of(script).withSeed(seed).withHost(host).withBookFolder(bookFolder)
            .withTimingsFile(timingsFile).withLoops(loops));
        try (sim) {
            if (sim.recalled() > 0) {
                err.println(sim.recalled() + " posts recalled from " + bookFolder + ", and not to be booked again; "
                    + "name another folder for a fresh run");
            }
            out.println(ready(sim, script));
            out.flush();
            waitForEnd(sim);
        }
        SimReport report = sim.report();
        out.print(isJson ? report.toJson() + "\n" : report.toText());
        out.flush();
        if (report.linesFailed() > 0) {
            err.println(report.linesFailed() + " lines could not be written: " + report.failure());
            return DISK;
        }
        return 0;
    }

    private Script readScript() throws IOException, ScriptException {
        try {
            return Script.read(scriptFile);
        } catch (NoSuchFileException e) {
            throw new ScriptException(List.of(new Problem(scriptFile.toString(), 1, 1, "", "there is no such file")));
        } catch (CharacterCodingException e) {
            throw new ScriptException(List.of(new Problem(scriptFile.toString(), 1, 1, "", "is not UTF-8 text")));
        }
    }

    private void waitForEnd(final BuyerSim sim) throws InterruptedException {
        long startNs = System.nanoTime();
        long nextNs = startNs;
        while (true) {
            nextNs += PROGRESS_NS;
            long untilNs = forNs == null ? nextNs : Math.min(nextNs, startNs + forNs);
            if (stopAsked.await(untilNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
            long elapsedNs = System.nanoTime() - startNs;
            if (forNs != null && elapsedNs >= forNs) {
                return;
            }
            if (!isQuiet) {
                err.println(progress(sim, elapsedNs));
            }
        }
    }

    private static String progress(final BuyerSim sim, final long elapsedNs) {
        BuyerTotals all = sim.totals();
        return elapsedNs / 1_000_000_000L + " s: pings " + all.pings() + ", bids " + all.bids() + ", posts "
            + all.posts() + ", accepted " + all.accepted() + " for " + Quantity.amount(all.acceptedMicros())
            + ", faults " + (all.faults(Call.PING) + all.faults(Call.POST));
    }

    /** Ports as ranges, in order, those that refuse left out. */
    static String ready(final BuyerSim sim, final Script script) {
        List<Integer> ports = script.buyers().stream().filter(buyer -> !buyer.faults().isRefusing())
            .map(buyer -> sim.port(buyer.id())).sorted().toList();
        StringJoiner ranges = new StringJoiner(",");
        for (int i = 0; i < ports.size(); i++) {
            int first = ports.get(i);
            while (i + 1 < ports.size() && ports.get(i + 1) == ports.get(i) + 1) {
                i++;
            }
            ranges.add(first == ports.get(i) ? String.valueOf(first) : first + "-" + ports.get(i));
        }
        int refusing = script.buyers().size() - ports.size();
        return "ready: " + script.buyers().size() + " buyers on " + sim.host() + ":" + ranges
            + (refusing == 0 ? "" : " (" + refusing + " of them refusing connections)");
    }

    /** Reads the version that the build has written down. Stateless. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (InputStream in = BuyersCommand.class.getResourceAsStream("version.txt")) {
                return new String[] {new String(in.readAllBytes(), StandardCharsets.UTF_8).strip()};
            }
        }
    }

    /** Reads durations on the command line. Stateless. */
    static final class DurationNsConverter implements CommandLine.ITypeConverter<Long> {
        @Override
        public Long convert(final String text) {
            try {
                return Quantity.durationNs(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }
}
