package gavel.server.command;

import gavel.config.load.CheckReport;
import gavel.config.load.ConfigLoader;
import gavel.config.load.Loaded;
import gavel.server.start.ExitCode;
import gavel.server.start.Server;
import gavel.server.start.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code gavel server}: runs until it is told to stop. The starting thread. */
@Command(name = "server", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs the server until SIGTERM or Ctrl-C.",
        footer = {"", "Example:", "  gavel server --config conf --data data", "",
            "Exit codes: 0 stopped cleanly, 1 internal error, 2 usage, 7 configuration, 8 JDK, 10 port in use,",
            "            11 directory in use, 12 disk, 13 damaged data, 14 data of a newer version"})
public final class ServerCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "DIR", description = "Folder with server.yaml.")
    private Path config;

    @Option(names = "--data", required = true, paramLabel = "DIR",
            description = "Folder of the records; made when there is none.")
    private Path data;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "A value of server.yaml for this run, such as sale.durability=process. Repeatable.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        final Loaded loaded = ConfigLoader.load(config, overrides, System::getenv);
        if (!loaded.problems().isEmpty() || !loaded.warnings().isEmpty()) {
            System.err.println(CheckReport.text(loaded, System.console() != null));
        }
        if (loaded.config().isEmpty()) {
            return ExitCode.CONFIG;
        }
        try {
            run(loaded);
            return ExitCode.OK;
        } catch (final StartException e) {
            System.err.println("gavel: " + e.getMessage());
            return e.exitCode();
        }
    }

    private void run(final Loaded loaded) throws InterruptedException {
        final CountDownLatch stopping = new CountDownLatch(1);
        final CountDownLatch stopped = new CountDownLatch(1);
        final Server server = Server.start(loaded.required(), data, failure -> {
            System.err.println("gavel: nothing can be recorded any more, so the process ends: " + failure);
            Runtime.getRuntime().halt(ExitCode.DISK);
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping.countDown();
            await(stopped);
        }, "stop"));
        System.out.println("gavel: listening on " + loaded.required().server().listen().address().host() + ":"
                + server.port() + " over " + server.transport().name() + ", sales wait for "
                + loaded.required().server().sale().durability().name().toLowerCase(java.util.Locale.ROOT));
        stopping.await();
        try {
            server.close();
            System.out.println("gavel: stopped");
        } finally {
            System.out.flush();
            stopped.countDown();
        }
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
