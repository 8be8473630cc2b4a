package gavel.server.command;

import gavel.server.start.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** A command that prints a table of a running server, of one buyer or of all. The starting thread. */
abstract class LiveTableCommand implements Callable<Integer> {
    private final String path;
    private final String orElse;

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

    /**
     * @param path   of the admin port.
     * @param orElse what else to try when no server answers, as the end of a sentence; may be empty.
     */
    LiveTableCommand(final String path, final String orElse) {
        this.path = path;
        this.orElse = orElse;
    }

    @Override
    public final Integer call() throws InterruptedException {
        if (csv && json) {
            throw new CommandException(ExitCode.USAGE, "--csv and --json exclude each other");
        }
        final Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("format", csv ? "csv" : json ? "json" : "text");
        if (buyer != null) {
            parameters.put("buyer", buyer);
        }
        new LiveServer(admin, orElse).print(path, parameters, spec);
        return ExitCode.OK;
    }
}
