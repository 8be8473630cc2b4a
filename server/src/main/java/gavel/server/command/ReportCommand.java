package gavel.server.command;

import gavel.persist.ledger.Ledger;
import gavel.persist.ledger.Reports;
import gavel.server.admin.Query;
import gavel.server.admin.ReportRequest;
import gavel.server.start.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code gavel report}: what the ledger says, of a running server or of a stopped one. The starting thread. */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"What was sold, to whom, and who is owed what.",
            "From a running server through its admin port, or with --data from the directory of a stopped one: what "
                + "its journal has and its ledger lacks is settled first."},
        footer = {"", "Examples:", "  gavel report payouts --from 2026-11-22 --to 2026-11-23     (one day)",
            "  gavel report payouts --from 2026-11-01 --to 2026-12-01 --by publisher,day",
            "  gavel report sales --publisher north-media --csv > sales.csv",
            "  gavel report buyers --data data --zone America/Chicago"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:internal error", "2:usage, or the server says what is wrong with the question",
            "5:the journal can't be settled: the books would be wrong", "6:no server answers",
            "11:a server runs on the directory", "12:the disk fails", "13:the ledger or the journal is damaged",
            "14:a newer Gavel wrote the directory"})
public final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "payouts|sales|buyers", description = "payouts: what is owed to each publisher. "
            + "sales: one by one. buyers: what each was asked, bid and took.")
    private String name;

    @Option(names = "--from", paramLabel = "DAY", description = "First day, as 2026-11-01. Default: everything.")
    private String from;
    @Option(names = "--to", paramLabel = "DAY", description = "The day after the last one. Default: everything.")
    private String to;
    @Option(names = "--zone", paramLabel = "ZONE", description = "Where days begin, as Europe/Berlin. Default: UTC.")
    private String zone;
    @Option(names = "--by", paramLabel = "WHAT", description = "publisher, buyer, offer, day, or several with commas.")
    private String by;
    @Option(names = "--publisher", paramLabel = "ID", description = "This one only.")
    private String publisher;
    @Option(names = "--buyer", paramLabel = "ID", description = "This one only.")
    private String buyer;
    @Option(names = "--offer", paramLabel = "ID", description = "This one only.")
    private String offer;
    @Option(names = "--limit", paramLabel = "ROWS", description = "Most rows. What that cuts is said: below a table, "
            + "in the notes of JSON, on standard error for CSV.")
    private String limit;
    @Option(names = "--csv", description = "RFC 4180 instead of a table; cut by --limit only.")
    private boolean csv;
    @Option(names = "--json", description = "JSON instead of a table; cut by --limit only.")
    private boolean json;
    @Option(names = "--admin", paramLabel = "HOST:PORT", description = "A running server's. Default: "
            + LiveServer.ADMIN + ".")
    private String admin;
    @Option(names = "--data", paramLabel = "DIR", description = "A stopped server's directory.")
    private Path data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (csv && json || admin != null && data != null) {
            throw new CommandException(ExitCode.USAGE, (csv && json ? "--csv and --json" : "--admin and --data")
                    + " exclude each other");
        }
        final ReportRequest request = ReportRequest.of(name, new Query(parameters()), LocalDate.now(ZoneOffset.UTC));
        if (data == null) {
            new LiveServer(admin, ", or read a stopped one's directory with --data DIR")
                    .print("/report/" + name, parameters(), spec);
        } else {
            read(request);
        }
        return ExitCode.OK;
    }

    private void read(final ReportRequest request) throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        try (StoppedDirectory directory = StoppedDirectory.open(data, spec.commandLine().getErr(),
                "leave --data out and name its admin.address with --admin, or stop it first");
             Ledger ledger = directory.settled()) {
            request.write(new Reports(ledger), out, sentence -> LiveServer.note(spec, sentence));
        } finally {
            out.flush();
        }
    }

    private Map<String, String> parameters() {
        final Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("format", csv ? "csv" : json ? "json" : "text");
        put(parameters, "from", from);
        put(parameters, "to", to);
        put(parameters, "zone", zone);
        put(parameters, "by", by);
        put(parameters, "publisher", publisher);
        put(parameters, "buyer", buyer);
        put(parameters, "offer", offer);
        put(parameters, "limit", limit);
        return parameters;
    }

    private static void put(final Map<String, String> parameters, final String parameter, final String value) {
        if (value != null) {
            parameters.put(parameter, value);
        }
    }
}
