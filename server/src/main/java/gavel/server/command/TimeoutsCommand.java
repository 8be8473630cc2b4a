package gavel.server.command;

import gavel.server.start.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code gavel timeouts}: revenue against the time that each buyer is given, of a running server. One thread. */
@Command(name = "timeouts", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"What each buyer's bids add to revenue, against the time that it is given to answer a ping.",
            "From a running server through its admin port: what loops have counted of late is in no record."},
        footer = {"", "Examples:", "  gavel timeouts", "  gavel timeouts --buyer acme --csv > acme.csv"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:internal error", "2:usage, or the server says what is wrong with the question",
            "6:no server answers"})
public final class TimeoutsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--buyer", paramLabel = "ID", description = "This one only.")
    private String buyer;
    @Option(names = "--csv", description = "RFC 4180 instead of a table.")
    private boolean csv;
    @Option(names = "--json", description = "JSON instead of a table.")
    private boolean json;
    @Option(names = "--admin", paramLabel = "HOST:PORT",
            description = "The server's. Default: " + LiveServer.ADMIN + ".")
    private String admin;

    @Override
    public Integer call() throws InterruptedException {
        if (csv && json) {
            throw new CommandException(ExitCode.USAGE, "--csv and --json exclude each other");
        }
        final Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("format", csv ? "csv" : json ? "json" : "text");
        if (buyer != null) {
            parameters.put("buyer", buyer);
        }
        new LiveServer(admin, "").print("/timeouts", parameters, spec);
        return ExitCode.OK;
    }
}
