package gavel.server.command;

import gavel.server.runtime.Build;
import gavel.server.runtime.Transport;
import io.netty.util.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/** {@code gavel version}: what to put into a report of a fault. The starting thread. */
@Command(name = "version", mixinStandardHelpOptions = true,
        description = "Versions of Gavel, of the JVM and of what it runs on.",
        footer = {"", "Example:", "  gavel version"},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:done"})
public final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        out.println("gavel     " + Build.VERSION);
        out.println("java      " + System.getProperty("java.version") + ", " + System.getProperty("java.vendor") + ", "
                + System.getProperty("java.home"));
        out.println("netty     " + Version.identify().values().stream().map(Version::artifactVersion).findFirst()
                .orElse("?"));
        out.println("transport " + Transport.of(gavel.config.ServerConfig.Transport.AUTO).name());
        out.println("system    " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        out.flush();
        return 0;
    }
}
