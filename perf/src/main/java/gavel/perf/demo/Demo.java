package gavel.perf.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

import gavel.perf.load.AddedTime;
import gavel.perf.load.BuyerTimings;
import gavel.perf.load.Load;
import gavel.perf.load.LoadConfig;
import gavel.perf.load.LoadResult;
import gavel.perf.load.LoadTransport;
import gavel.perf.load.Outcome;
import gavel.perf.load.PlanOptions;
import gavel.perf.load.Progress;
import gavel.perf.load.TimingOptions;
import gavel.perf.load.TimingsFile;
import gavel.server.runtime.Build;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code gavel demo}: starts buyers and the server, plays two publishers, and holds the books together.
 * Runs on the main thread; a signal only asks it to come to its end.
 */
@Command(name = "gavel demo", mixinStandardHelpOptions = true, sortOptions = false, version = Build.VERSION,
    description = "The whole market on this machine: a server, simulated buyers and two publishers. Ctrl-C ends it"
        + " early, with the same report.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the books agree", "1:a process died, or an internal error", "2:usage",
        "5:the books disagree"})
public final class Demo implements Callable<Integer> {
    private static final int DIED = 1;
    private static final int DISAGREE = 5;
    private static final long READY_PATIENCE_S = 120;
    private static final long LEDGER_PATIENCE_NS = 15_000_000_000L;
    private static final int PLAIN_LINE_EVERY = 5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PlanOptions plan;
    @Mixin
    private TimingOptions measured = new TimingOptions("1h", "3s");
    @Option(names = "--dir", paramLabel = "DIR", description = "where everything is kept; default a fresh one in /tmp")
    private Path dir;
    @Option(names = "--admin", defaultValue = "http://127.0.0.1:8081",
        description = "as in the configuration, default ${DEFAULT-VALUE}")
    private URI admin;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isStopAsked;
    private volatile PublisherRuns runs;
    private volatile int exitCode = DIED;
    private int looks;

    public static void main(final String[] args) {
        System.exit(new CommandLine(new Demo()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        final double leadsPerSecond;
        final DemoPublisher.Times times;
        try {
            leadsPerSecond = plan.perSecond();
            times = new DemoPublisher.Times(measured.warmUpNs(), measured.durationNs());
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "demo-stop"));
        try {
            final Path home = home();
            final DemoDir demo = DemoDir.create(dir == null ? Files.createTempDirectory("gavel-demo-") : dir,
                home.resolve("config/conf/demo"));
            say("everything is kept in " + demo.root());
            exitCode = play(demo, home, leadsPerSecond, times);
        } catch (final DemoException | IOException e) {
            spec.commandLine().getErr().println("gavel demo: " + e.getMessage());
        } finally {
            ended.countDown();
        }
        return exitCode;
    }

    // Runs as a shutdown hook: the JVM waits here until the demo has come to its end.
    private void onSignal() {
        if (ended.getCount() == 0) {
            return;
        }
        isStopAsked = true;
        if (runs != null) {
            runs.stop();
        }
        try {
            ended.await(90, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }

    private int play(final DemoDir demo, final Path home, final double leadsPerSecond,
                     final DemoPublisher.Times times) throws Exception {
        final List<ChildProcess> children = new ArrayList<>();
        final List<LoadResult> results;
        final ServerBook book;
        final List<PublisherLead> publisherLeads = new ArrayList<>();
        boolean isStopped = false;
        try {
            final ServerClient server = new ServerClient(plan.url(), admin);
            start(demo, home, server, children);
            sayHowToSendOne();
            results = load(leadsPerSecond, times, children);
            for (int i = 0; i < results.size(); i++) {
                publisherLeads.addAll(DemoPublisher.ALL.get(i).book(results.get(i).log()));
            }
            TimingsFile.write(demo.leads(), results.stream().map(LoadResult::log).toList());
            awaitLedger(server, publisherLeads);
            resolveOpen(server, publisherLeads);
            book = server.book();
            isStopped = true;
            stop(children);
        } finally {
            if (!isStopped) {
                stop(children);
            }
        }
        final BuyerTimings buyers = BuyerTimings.read(demo.buyerTimings());
        final Histogram added = new Histogram(3);
        results.forEach(result -> added.add(AddedTime.of(result.log(), buyers)));
        final Reconciliation books = Reconciliation.of(publisherLeads, BuyerBooks.read(demo.books()), book);
        final PrintWriter out = spec.commandLine().getOut();
        out.print(new DemoReport(results, added, book, books).text());
        out.flush();
        return books.isAgreed() ? 0 : DISAGREE;
    }

    private void start(final DemoDir demo, final Path home, final ServerClient server,
                       final List<ChildProcess> children) throws Exception {
        final ChildProcess buyers = ChildProcess.start("buyers", demo.logs().resolve("buyers.log"), home,
            command("buyers", "--script", "buyer-sim/scripts/demo.yaml", "--seed", Long.toString(plan.seed()),
                "--book", demo.books().toString(), "--timings", demo.buyerTimings().toString(), "--quiet"));
        children.add(buyers);
        buyers.awaitReady(() -> buyers.hasSaid("ready:"), READY_PATIENCE_S);
        final ChildProcess gavel = ChildProcess.start("server", demo.logs().resolve("server.log"), home,
            command("server", "--config", demo.conf().toString(), "--data", demo.data().toString()));
        children.add(gavel);
        gavel.awaitReady(server::isReady, READY_PATIENCE_S);
        gavel.requireAlive();
        say("server and buyers are up; leads at " + plan.url() + ", operator's page at " + admin);
    }

    // The server is stopped first: it may still be talking to buyers.
    private void stop(final List<ChildProcess> children) throws InterruptedException {
        for (int i = children.size() - 1; i >= 0; i--) {
            final String trouble = children.get(i).stop();
            if (!trouble.isEmpty()) {
                say(trouble);
            }
        }
    }

    private List<LoadResult> load(final double leadsPerSecond, final DemoPublisher.Times times,
                                  final List<ChildProcess> children) throws Exception {
        final String template = Load.defaultBody();
        final List<LoadConfig> configs = DemoPublisher.ALL.stream()
            .map(publisher -> publisher.load(plan.url(), leadsPerSecond, plan.seed(), times, template)).toList();
        try (LoadTransport transport = new LoadTransport()) {
            runs = new PublisherRuns(configs, transport);
            if (isStopAsked) {
                runs.stop();
            }
            return runs.run(progress -> {
                for (final ChildProcess child : children) {
                    child.requireAlive();
                }
                show(progress);
            });
        }
    }

    private void show(final List<Progress> progress) {
        final boolean isTerminal = Boolean.getBoolean("gavel.terminal");
        if (progress.isEmpty() || !isTerminal && ++looks % PLAIN_LINE_EVERY != 0) {
            return;
        }
        final PrintWriter err = spec.commandLine().getErr();
        final StringBuilder line = new StringBuilder(String.format("%5.1f s", progress.get(0).elapsedS()));
        for (final Progress one : progress) {
            line.append(String.format("   %s: %d of %d leads, %d sold, %d errors, %d in flight", one.publisher(),
                one.ended(), one.leads(), one.sold(), one.errors(), one.inFlight()));
        }
        err.print(isTerminal ? "\r\033[2K" + line : line + "\n");
        err.flush();
    }

    private void awaitLedger(final ServerClient server, final List<PublisherLead> publisherLeads)
        throws IOException, InterruptedException {
        final long sold = publisherLeads.stream().filter(lead -> lead.outcome() == Outcome.SOLD).count();
        final long endNs = System.nanoTime() + LEDGER_PATIENCE_NS;
        long booked = server.ledgerSales();
        while (booked < sold && System.nanoTime() - endNs < 0) {
            Thread.sleep(50);
            booked = server.ledgerSales();
        }
    }

    private static void resolveOpen(final ServerClient server, final List<PublisherLead> publisherLeads)
        throws IOException, InterruptedException {
        for (int i = 0; i < publisherLeads.size(); i++) {
            final PublisherLead lead = publisherLeads.get(i);
            if (lead.isOpen() && lead.leadId() != null) {
                publisherLeads.set(i, server.resolve(lead, key(lead.publisher())));
            }
        }
    }

    private static String key(final String publisher) {
        return DemoPublisher.ALL.stream().filter(one -> one.id().equals(publisher)).findFirst().orElseThrow().key();
    }

    private void sayHowToSendOne() throws IOException {
        say("send a lead yourself:\n\n  curl -s " + plan.url()
            + " -H 'Authorization: Bearer " + DemoPublisher.BY_HAND_KEY + "' -H 'Content-Type: application/json' -d '"
            + Load.sampleBody(DemoPublisher.BY_HAND_PREFIX + "1").replace("'", "'\\''") + "'\n");
    }

    private void say(final String text) {
        spec.commandLine().getErr().println(text);
        spec.commandLine().getErr().flush();
    }

    private static Path home() throws DemoException {
        final String home = System.getenv("GAVEL_HOME");
        if (home == null) {
            throw new DemoException("GAVEL_HOME is not set; start the demo with bin/gavel demo");
        }
        return Path.of(home);
    }

    private static List<String> command(final String... arguments) throws DemoException {
        final String command = System.getenv().getOrDefault("GAVEL_SERVER_COMMAND", System.getenv("GAVEL_BIN"));
        if (command == null) {
            throw new DemoException("GAVEL_BIN is not set; start the demo with bin/gavel demo");
        }
        final List<String> words = new ArrayList<>(
            System.getenv("GAVEL_SERVER_COMMAND") == null ? List.of(command) : List.of(command.split(" +")));
        words.addAll(List.of(arguments));
        return words;
    }
}
