package gavel.server.command;

import gavel.server.start.ExitCode;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code gavel unknown}: posts whose outcome nobody knows. The starting thread. */
@Command(name = "unknown", mixinStandardHelpOptions = true,
        description = "Posts whose outcome nobody knows: who may have which lead.",
        footer = {"", "Examples:", "  gavel unknown list",
            "  gavel unknown settle 06Y96R5YM0080 --sold --note \"Ann asked bigco by mail, 23 Nov\""},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:done", "2:usage"},
        subcommands = {UnknownCommand.ListAll.class, UnknownCommand.Settle.class})
public final class UnknownCommand extends GroupCommand {
    /** {@code gavel unknown list}. The starting thread. */
    @Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Lists them, the oldest first: lead, since when, buyer and price.",
                "From a running server through its admin port."},
            footer = {"", "Examples:", "  gavel unknown list", "  gavel unknown list --buyer acme --csv > acme.csv"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:internal error",
                "2:usage, or the server says what is wrong with the question", "6:no server answers"})
    public static final class ListAll extends LiveTableCommand {
        ListAll() {
            super("/unknown", "; of a stopped one, `gavel journal cat DIR --kind post_ended` shows them");
        }
    }

    /** {@code gavel unknown settle}. The starting thread. */
    @Command(name = "settle", mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Says what the buyer did with leads whose post is unknown; recorded for good.",
                "A sale has price and payout of the post. Leads are settled in order given, up to a first mistake."},
            footer = {"", "Examples:",
                "  gavel unknown settle 06Y96R5YM0080 --sold --reference R-77 --note \"Ann asked bigco by mail\"",
                "  gavel unknown settle 06Y96R5YM0080 06Y96R5YM0081 --not-sent --note \"not in bigco's log\""},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:all are settled", "1:internal error",
                "2:usage, or the server says what is wrong with a lead",
                "6:no server answers, or it can't record now"})
    public static final class Settle implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(arity = "1..*", paramLabel = "LEAD", description = "Their ids, as the list has them.")
        private List<String> leads;
        @ArgGroup(multiplicity = "1")
        private Outcome outcome;
        @Option(names = "--note", required = true, paramLabel = "TEXT",
                description = "Who found it out, and how; kept in the books. At most 255 bytes.")
        private String note;
        @Option(names = "--reference", paramLabel = "TEXT",
                description = "The buyer's own id of the sale, or why it rejected.")
        private String reference;
        @Option(names = "--admin", paramLabel = "HOST:PORT",
                description = "The server's. Default: " + LiveServer.ADMIN + ".")
        private String admin;

        /** One of them. */
        private static final class Outcome {
            @Option(names = "--sold", description = "The buyer took it, and owes the price.")
            private boolean sold;
            @Option(names = "--rejected", description = "The buyer has seen it and does not want it.")
            private boolean rejected;
            @Option(names = "--not-sent", description = "The buyer never got it.")
            private boolean notSent;
        }

        @Override
        public Integer call() throws InterruptedException {
            final LiveServer server = new LiveServer(admin, "; a stopped one can't record anything");
            for (final String lead : leads) {
                final Map<String, Object> members = new LinkedHashMap<>();
                members.put("lead_id", lead);
                members.put("outcome", outcome.sold ? "sold" : outcome.rejected ? "rejected" : "not_sent");
                members.put("reference", reference == null ? "" : reference);
                members.put("note", note);
                print(server.act("/unknown", members));
            }
            return ExitCode.OK;
        }

        private void print(final Map<String, Object> settled) {
            final PrintWriter out = spec.commandLine().getOut();
            if (settled.get("price") == null) {
                out.println("lead " + settled.get("lead_id") + ": " + settled.get("outcome") + ", no sale to "
                        + settled.get("buyer"));
            } else {
                out.println("lead " + settled.get("lead_id") + ": sold, " + settled.get("buyer") + " owes "
                        + settled.get("price") + " " + settled.get("currency") + ", "
                        + settled.get("credited_publisher") + " is owed " + settled.get("payout") + " "
                        + settled.get("currency"));
            }
            out.flush();
        }
    }
}
