package gavel.perf.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

import gavel.perf.load.AddedTime;
import gavel.perf.load.BuyerTimings;
import gavel.perf.load.FileTrouble;
import gavel.perf.load.Load;
import gavel.perf.load.LoadConfig;
import gavel.perf.load.LoadResult;
import gavel.perf.load.LoadTransport;
import gavel.perf.load.Outcome;
import gavel.perf.load.PlanOptions;
import gavel.perf.load.Progress;
import gavel.perf.load.TimingOptions;
import gavel.perf.load.TimingsFile;
import gavel.perf.load.UnreachableException;
import gavel.server.command.UsageFailures;
import gavel.server.runtime.Build;
import gavel.server.start.ExitCode;
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
    footer = {"",
        "Ports are those of config/conf/demo and buyer-sim/scripts/demo.yaml: 8080 and 8081 for the server, 9101 to"
            + " 9108 for the buyers. The load begins when all of them listen and a first lead was answered. Of leads"
            + " without an answer the table says why; not_sent is the publisher's own limit: the server never saw it.",
        "",
        "Example:", "  gavel demo --rate 50/s --for 20s"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the books agree", "1:a process died, or an internal error", "2:usage",
        "5:the books disagree", "6:the server does not answer", "7:a mistake in the demo's configuration",
        "10:a port is taken; nothing was started", "12:a file could not be written",
        "130:interrupted before the load began"})
public final class Demo implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final long LEDGER_PATIENCE_NS = 15_000_000_000L;
    private static final int PLAIN_LINE_EVERY = 5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PlanOptions plan;
    @Mixin
    private TimingOptions measured = new TimingOptions("1h", "3s");
    @Option(names = "--dir", paramLabel = "DIR",
        description = "where everything is kept, a folder that is new or empty; default a fresh one in /tmp")
    private Path dir;

    private final Map<String, String> environment;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isStopAsked;
    private volatile PublisherRuns runs;
    private volatile int exitCode = ExitCode.INTERNAL;
    private int looks;

    /** {@code environment} says where Gavel is. */
    Demo(final Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(final String[] args) {
        System.exit(new Demo(System.getenv()).command().execute(args));
    }

    CommandLine command() {
        return new CommandLine(this).setParameterExceptionHandler(new UsageFailures());
    }

    @Override
    public Integer call() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "demo-stop"));
        try {
            exitCode = prepareAndPlay();
        } catch (final DemoException e) {
            exitCode = e.exitCode();
            say("gavel demo: " + e.getMessage());
        } catch (final UnreachableException e) {
            exitCode = ExitCode.UNREACHABLE;
            say("gavel demo: nobody answers at " + e.getMessage());
        } catch (final IOException e) {
            exitCode = ExitCode.DISK;
            say("gavel demo: " + FileTrouble.sentence(e));
        } finally {
            ended.countDown();
        }
        return exitCode;
    }

    private int prepareAndPlay() throws Exception {
        final DemoHome home = DemoHome.of(environment);
        final Addresses addresses = Addresses.read(home.conf(), home.script());
        final List<LoadConfig> loads;
        try {
            if (dir != null) {
                DemoDir.requireFresh(dir);
            }
            loads = loads(addresses.leads());
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        addresses.requireFree();
        final DemoDir demo = DemoDir.create(dir == null ? Files.createTempDirectory("gavel-demo-") : dir, home.conf());
        say("everything is kept in " + demo.root());
        if (Files.exists(demo.personalKey())) {
            say("the configuration has no personal.key; people's data is encrypted under one that was made now: "
                + demo.personalKey());
        }
        boolean isReported = false;
        try {
            final int code = play(demo, home, addresses, loads);
            isReported = code != INTERRUPTED;
            return code;
        } finally {
            final PrintWriter out = spec.commandLine().getOut();
            out.println("configuration, data, books and logs are kept"
                + (isReported ? ", 300 MB or more" : "") + "; when you have looked: rm -r " + quoted(demo.root()));
            out.flush();
        }
    }

    private List<LoadConfig> loads(final URI leads) throws IOException {
        final double leadsPerSecond = plan.perSecond();
        final DemoPublisher.Times times = new DemoPublisher.Times(measured.warmUpNs(), measured.durationNs());
        final String template = Load.defaultBody();
        return DemoPublisher.ALL.stream()
            .map(publisher -> publisher.load(leads, leadsPerSecond, plan.seed(), times, template)).toList();
    }

    /** Runs as a shutdown hook: the JVM waits here until the demo has come to its end. */
    private void onSignal() {
        if (ended.getCount() == 0) {
            return;
        }
        requestStop();
        try {
            ended.await(90, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }

    /** What a signal does; any thread. */
    void requestStop() {
        isStopAsked = true;
        if (runs != null) {
            runs.stop();
        }
    }

    private int play(final DemoDir demo, final DemoHome home, final Addresses addresses,
                     final List<LoadConfig> loads) throws Exception {
        final Market market = new Market(home, demo, () -> isStopAsked);
        final List<LoadResult> results;
        final ServerBook book;
        final List<PublisherLead> publisherLeads = new ArrayList<>();
        try {
            final ServerClient server = new ServerClient(addresses.leads(), addresses.operators());
            market.start(plan.seed());
            final PublisherLead first = market.firstLead(server, plan.seed());
            if (isStopAsked) {
                say("gavel demo: interrupted before the load began; "
                    + (first == null ? "nothing was sent" : "nothing but a first lead was sent"));
                return INTERRUPTED;
            }
            say("server and buyers are up; leads at " + addresses.leads() + ", operator's page at "
                + addresses.operators() + "/status");
            sayHowToSendOne(addresses.leads());
            results = load(loads, market);
            publisherLeads.add(first);
            for (int i = 0; i < results.size(); i++) {
                publisherLeads.addAll(DemoPublisher.ALL.get(i).book(results.get(i).log()));
            }
            TimingsFile.write(demo.leads(), results.stream().map(LoadResult::log).toList());
            awaitLedger(server, publisherLeads);
            resolveOpen(server, publisherLeads);
            book = server.book();
        } finally {
            market.stop().forEach(this::say);
        }
        final BuyerTimings buyers = BuyerTimings.read(demo.buyerTimings());
        final Histogram added = new Histogram(3);
        results.forEach(result -> added.add(AddedTime.of(result.log(), buyers)));
        final Reconciliation books = Reconciliation.of(publisherLeads, BuyerBooks.read(demo.books()), book);
        final PrintWriter out = spec.commandLine().getOut();
        out.print(new DemoReport(results, publisherLeads, added, book, books).text());
        out.flush();
        return books.isAgreed() ? ExitCode.OK : ExitCode.BOOKS;
    }

    private List<LoadResult> load(final List<LoadConfig> loads, final Market market) throws Exception {
        try (LoadTransport transport = new LoadTransport()) {
            runs = new PublisherRuns(loads, transport);
            if (isStopAsked) {
                runs.stop();
            }
            return runs.run(progress -> {
                market.requireAlive();
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
            line.append(String.format("   %s: %d of %d leads, %d sold, %d not answered, %d in flight", one.publisher(),
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

    private void sayHowToSendOne(final URI leads) throws IOException {
        say("send a lead yourself:\n\n  curl -s " + leads
            + " -H 'Authorization: Bearer " + DemoPublisher.BY_HAND_KEY + "' -H 'Content-Type: application/json' -d '"
            + Load.sampleBody(DemoPublisher.BY_HAND_PREFIX + "1").replace("'", "'\\''") + "'\n");
    }

    private void say(final String text) {
        spec.commandLine().getErr().println(text);
        spec.commandLine().getErr().flush();
    }

    private static String quoted(final Path path) {
        final String text = path.toString();
        return text.matches("[\\w/.+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
