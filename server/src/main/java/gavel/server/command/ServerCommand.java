package gavel.server.command;

import gavel.config.ServerConfig;
import gavel.config.load.CheckReport;
import gavel.config.load.ConfigLoader;
import gavel.config.load.Loaded;
import gavel.server.runtime.Counter;
import gavel.server.start.ExitCode;
import gavel.server.start.Server;
import gavel.server.start.StartFailures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code gavel server}: runs until it is told to stop. The starting thread. */
@Command(name = "server", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs the server until SIGTERM or Ctrl-C; then leads that run are finished and recorded.",
        footer = {"", "Example:", "  gavel server --config conf --data data"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped cleanly", "1:internal error", "2:usage",
            "5:the journal and the ledger do not add up", "7:configuration", "8:no suitable JDK",
            "10:a port is taken", "11:another process runs on the directory", "12:the disk is full or fails",
            "13:what is on disk is damaged", "14:a newer Gavel wrote what is on disk"})
public final class ServerCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "DIR", description = "Folder with server.yaml.")
    private Path config;

    @Option(names = "--data", required = true, paramLabel = "DIR",
            description = "Folder of the records; made when there is none.")
    private Path data;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "A value of server.yaml for this run, such as sale.durability=process. Repeatable.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** A process that a signal ends would have the signal's code otherwise. */
    private volatile int exitCode = ExitCode.INTERNAL;

    @Override
    public Integer call() throws InterruptedException {
        final Loaded loaded = ConfigLoader.load(config, overrides, System::getenv);
        if (!loaded.problems().isEmpty() || !loaded.warnings().isEmpty()) {
            System.err.print(CheckReport.text(loaded, Terminal.isErrorColoured()));
        }
        if (loaded.config().isEmpty()) {
            return ExitCode.CONFIG;
        }
        run(loaded);
        return exitCode;
    }

    private void run(final Loaded loaded) throws InterruptedException {
        final CountDownLatch stopping = new CountDownLatch(1);
        final CountDownLatch stopped = new CountDownLatch(1);
        final Server server = Server.start(loaded.required(), data, failure -> {
            System.err.println("gavel: nothing can be recorded any more, so the process ends: " + failure.getMessage()
                    + "; see to the disk of " + data.toAbsolutePath() + " and start again, nothing that was confirmed "
                    + "is lost");
            Runtime.getRuntime().halt(ExitCode.DISK);
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping.countDown();
            await(stopped);
            Runtime.getRuntime().halt(exitCode);
        }, "stop"));
        System.out.println(started(server));
        stopping.await();
        try {
            System.err.println("gavel: stopping; leads that run are finished first");
            server.close();
            System.out.println(stopped(server));
            exitCode = server.settle().isBreached() ? ExitCode.BOOKS : ExitCode.OK;
        } catch (final RuntimeException e) {
            exitCode = StartFailures.exitCode(e);
            System.err.println("gavel: the stop is not clean, the next start recovers: " + e.getMessage());
        } finally {
            System.out.flush();
            stopped.countDown();
        }
    }

    private static String started(final Server server) {
        final ServerConfig config = server.config().server();
        final ServerConfig.Listen listen = config.listen();
        return "gavel: listening on " + (listen.tls().isPresent() ? "https://" : "http://") + listen.address().host()
                + ":" + server.port() + ", admin http://" + config.admin().host() + ":" + server.adminPort() + "/status"
                + System.lineSeparator() + "gavel: " + server.loops().size() + " loops over "
                + server.transport().name() + ", sales wait for "
                + config.sale().durability().name().toLowerCase(Locale.ROOT) + "; " + recovered(server);
    }

    private static String recovered(final Server server) {
        final long records = server.store().forcedSequence();
        if (server.store().wasClean()) {
            return "the last stop was clean, " + records + " records in the journal";
        }
        final int damaged = server.store().damaged().size();
        return "the last stop was not clean: " + server.store().recovered() + " records recovered, "
                + server.unknownAtStart() + " leads unknown" + (damaged == 0 ? "" : ", " + damaged
                + " damaged entries lost") + ", " + records + " records in the journal";
    }

    private static String stopped(final Server server) {
        final long records = server.store().forcedSequence();
        return "gavel: stopped cleanly; leads received " + sum(server, Counter.INTAKE_RECEIVED) + ", sold "
                + sum(server, Counter.SALE_SOLD) + ", unsold " + sum(server, Counter.SALE_UNSOLD) + ", unknown "
                + sum(server, Counter.SALE_UNKNOWN) + "; clicks " + sum(server, Counter.CLICK_RECORDED) + "; all "
                + records + " records are forced, " + server.settle().lag(records) + " not yet in the ledger";
    }

    private static long sum(final Server server, final Counter counter) {
        return server.loops().stream().mapToLong(loop -> loop.counters().get(counter)).sum();
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
