package gavel.server.command;

import gavel.config.load.CheckReport;
import gavel.config.load.ConfigLoader;
import gavel.config.load.Loaded;
import gavel.server.start.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code gavel check}: reads a configuration and says everything that is wrong with it. The starting thread. */
@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Checks a folder of configuration; starts, binds and connects nothing.",
        footer = {"", "Examples:", "  gavel check conf", "  gavel check conf --effective | less"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no problems; there may be warnings", "2:usage", "7:problems in the configuration"})
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder with server.yaml.")
    private Path folder;

    @Option(names = "--effective", description = "Print the configuration as it is used, defaults included and "
            + "secrets hidden; problems go to standard error.")
    private boolean effective;

    @Option(names = "--json", description = "Print what was found as one JSON object.")
    private boolean json;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A value of server.yaml, as for gavel server.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Override
    public Integer call() {
        if (effective && json) {
            throw new CommandException(ExitCode.USAGE, "--effective and --json exclude each other");
        }
        final Loaded loaded = ConfigLoader.load(folder, overrides, System::getenv);
        final PrintWriter out = spec.commandLine().getOut();
        if (effective) {
            loaded.config().ifPresent(config -> out.print(config.canonical()));
            spec.commandLine().getErr().print(CheckReport.text(loaded, Terminal.isErrorColoured()));
        } else if (json) {
            out.print(CheckReport.json(loaded));
        } else {
            out.print(CheckReport.text(loaded, Terminal.isOutputColoured()));
        }
        out.flush();
        spec.commandLine().getErr().flush();
        return loaded.problems().isEmpty() ? ExitCode.OK : ExitCode.CONFIG;
    }
}
