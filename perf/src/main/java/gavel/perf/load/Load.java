package gavel.perf.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

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
 * The command {@code gavel load}.
 * Runs on the main thread.
 */
@Command(name = "gavel load", mixinStandardHelpOptions = true, sortOptions = false, version = Build.VERSION,
    description = "Sends leads at a planned rate, whatever becomes of them, and measures from the planned time.",
    footer = {"", "Example:",
        "  gavel load --rate 50/s --for 20s --header 'Authorization: Bearer k_demo_north' \\",
        "      --goal 'response.p99<=150ms'"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:pass", "1:internal error", "2:usage", "3:invalid, the generator was too slow",
        "4:a goal was not kept", "6:nobody answers at the address", "12:a file could not be written",
        "130:interrupted; the report is still written"})
public final class Load implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--url", paramLabel = "URL", defaultValue = "http://127.0.0.1:8080/v1/leads",
        description = "where leads go, default ${DEFAULT-VALUE}")
    private URI url;
    @Mixin
    private PlanOptions plan;
    @Mixin
    private TimingOptions times = new TimingOptions("20s", "5s");
    @Mixin
    private ResultFiles files;
    @Option(names = "--publisher", paramLabel = "NAME", defaultValue = "publisher", description = "label in the report")
    private String publisher;
    @Option(names = "--header", paramLabel = "'NAME: VALUE'", description = "of each lead; repeatable")
    private List<String> headers = new ArrayList<>();
    @Option(names = "--body", paramLabel = "FILE",
        description = "template of a lead: {{n}} {{phone}} {{lead}} {{click}}; default a car insurance lead")
    private Path body;
    @Option(names = "--trust", paramLabel = "PEM",
        description = "certificates that may vouch for the host of an https URL; default: those of the JDK")
    private Path trust;
    @Option(names = "--expect", paramLabel = "TEXT",
        description = "for a server that is not Gavel: an answer that holds the text is a sale, without money, and"
            + " any other an error")
    private String expect;
    @Option(names = "--arrivals", paramLabel = "KIND", defaultValue = "poisson",
        description = "poisson or uniform, default ${DEFAULT-VALUE}")
    private String arrivals;
    @Option(names = "--connections", paramLabel = "N", defaultValue = "64",
        description = "at most, and so leads in flight; a lead without one is not sent; default ${DEFAULT-VALUE}")
    private int connections;
    @Option(names = "--timeout", paramLabel = "5s", defaultValue = "5s",
        description = "of an answer, default ${DEFAULT-VALUE}")
    private String timeout;
    @Option(names = "--clicks", paramLabel = "10%", defaultValue = "0%",
        description = "share of leads that a click precedes")
    private String clicks;
    @Option(names = "--click-url", paramLabel = "URL", description = "with {{n}}; its Location has click_id")
    private String clickUrl;
    @Option(names = "--duplicates", paramLabel = "10%", defaultValue = "0%",
        description = "share of leads that repeat an earlier phone")
    private String duplicates;
    @Option(names = "--idempotency", description = "send the lead id as Idempotency-Key")
    private boolean hasIdempotencyKey;
    @Option(names = "--goal", paramLabel = "GOAL",
        description = "such as response.p99<=150ms, added.p99<=5ms, errors<=0.1%%, sold>=20%%; repeatable")
    private List<String> goals = new ArrayList<>();
    @Option(names = "--timings", paramLabel = "FILE", description = "write what became of each lead, as CSV")
    private Path timingsFile;
    @Option(names = "--buyer-timings", paramLabel = "FILE",
        description = "CSV of the simulated buyers, from which follows what the server added")
    private Path buyerTimingsFile;

    public static void main(final String[] args) {
        System.exit(command().execute(args));
    }

    static CommandLine command() {
        return new CommandLine(new Load()).setParameterExceptionHandler(new UsageFailures())
            .setExecutionExceptionHandler((e, line, result) -> {
            if (e instanceof UnreachableException) {
                line.getErr().println("gavel load: nobody answers at " + e.getMessage());
                return Verdict.UNREACHABLE;
            }
            if (e instanceof IOException failure) {
                line.getErr().println("gavel load: " + FileTrouble.sentence(failure));
                return ExitCode.DISK;
            }
            e.printStackTrace(line.getErr());
            return Verdict.INTERNAL;
        });
    }

    @Override
    public Integer call() throws Exception {
        final LoadConfig config;
        final List<Goal> parsedGoals;
        try {
            config = config();
            parsedGoals = goals.stream().map(Goal::parse).toList();
            new LeadTemplate(config.leads().template());
        } catch (final IllegalArgumentException | IOException e) {
            throw new ParameterException(spec.commandLine(),
                e instanceof IOException failure ? FileTrouble.sentence(failure) : e.getMessage(), e);
        }
        final CountDownLatch reported = new CountDownLatch(1);
        try (LoadTransport transport = new LoadTransport()) {
            final LoadRun run = new LoadRun(config, transport);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(run, reported), "load-interrupt"));
            final LoadResult result = runWatched(run, config);
            final Histogram added = added(result);
            final Verdict verdict = Verdict.of(result, parsedGoals, added);
            report(new LoadReport(result, added, verdict), result);
            return buyerTimingsFile != null && added == null ? Verdict.INTERNAL : verdict.exitCode();
        } finally {
            reported.countDown();
        }
    }

    /** Runs as a shutdown hook: the JVM waits here until the report is written, if it is not already. */
    private static void interrupt(final LoadRun run, final CountDownLatch reported) {
        if (reported.getCount() == 0) {
            return;
        }
        run.stop();
        try {
            reported.await(30, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(Verdict.INTERRUPTED);
    }

    private LoadResult runWatched(final LoadRun run, final LoadConfig config) throws Exception {
        final LiveView live = new LiveView(spec.commandLine().getErr(), LiveView.isTerminal());
        try (HlogFile hlog = files.openHlog(
            "gavel load, publisher " + config.publisher() + ", seed " + config.seed() + ", values in us")) {
            return run.run((progress, interval) -> {
                live.onInterval(progress, interval);
                if (hlog != null) {
                    hlog.write("response", interval.response());
                    hlog.write("service", interval.service());
                    hlog.write("sendlag", interval.sendLag());
                }
            });
        }
    }

    /** What the server added; null if that was not asked for, or if the buyers' file can't be read. */
    private Histogram added(final LoadResult result) throws InterruptedException {
        if (buyerTimingsFile == null) {
            return null;
        }
        try {
            return AddedTime.of(result.log(), BuyerTimings.readWhenQuiet(buyerTimingsFile));
        } catch (final IOException e) {
            spec.commandLine().getErr().println("gavel load: --buyer-timings: " + FileTrouble.sentence(e));
            return null;
        }
    }

    private void report(final LoadReport report, final LoadResult result) throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        out.print(report.text());
        out.flush();
        files.writeJson(report.json());
        if (timingsFile != null) {
            TimingsFile.write(timingsFile, List.of(result.log()));
        }
    }

    private LoadConfig config() throws IOException {
        requireFile("--body", body);
        requireFile("--buyer-timings", buyerTimingsFile);
        requireFile("--trust", trust);
        Peer.of(url, trust);
        final double clickShare = PlanOptions.named("--clicks", Quantity::share, clicks);
        if (clickShare > 0 && clickUrl == null) {
            throw new IllegalArgumentException("--clicks needs --click-url");
        }
        return new LoadConfig(publisher, plan.seed(),
            new LoadConfig.Target(url, headers, connections,
                PlanOptions.named("--timeout", Quantity::durationNs, timeout), trust, expect),
            new Pace(plan.perSecond(), arrivals(), times.warmUpNs(), times.durationNs()),
            new LoadConfig.LeadPlan(body == null ? defaultBody() : Files.readString(body), "L-" + plan.seed() + '-',
                PlanOptions.named("--duplicates", Quantity::share, duplicates), hasIdempotencyKey),
            clickShare > 0 ? new LoadConfig.ClickPlan(clickUrl, clickShare) : null);
    }

    private static void requireFile(final String option, final Path file) {
        if (file != null && !(Files.isRegularFile(file) && Files.isReadable(file))) {
            throw new IllegalArgumentException(option + ": there is no file " + file + " that can be read");
        }
    }

    private Arrivals arrivals() {
        try {
            return Arrivals.valueOf(arrivals.toUpperCase(Locale.ROOT));
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException("--arrivals is poisson or uniform, not '" + arrivals + "'", e);
        }
    }

    /** A car insurance lead, for the offer {@code auto-quote}. */
    public static String defaultBody() throws IOException {
        try (InputStream in = Load.class.getResourceAsStream("lead.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The same, filled, without a click. */
    public static String sampleBody(final String leadRef) throws IOException {
        return sampleBody(leadRef, 0);
    }

    /** The same, of another phone for another number. */
    public static String sampleBody(final String leadRef, final int phone) throws IOException {
        return new LeadTemplate(defaultBody()).fill(1, new PhoneNumbers(0).digits(phone), leadRef, null);
    }
}
