package gavel.server.command;

import gavel.server.start.ExitCode;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code gavel person}: what is kept of people. The starting thread. */
@Command(name = "person", mixinStandardHelpOptions = true,
        description = "What is kept of people: shows it, and forgets it for good.",
        footer = {"", "Examples:", "  gavel person show 06Y96R5YM0080", "  gavel person erase 06Y96R5YM0080"},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:done", "2:usage"},
        subcommands = {PersonCommand.Show.class, PersonCommand.Erase.class})
public final class PersonCommand extends GroupCommand {
    private static final String OR_ELSE = "; the keys of what is kept are the running server's";

    /** {@code gavel person show}. The starting thread. */
    @Command(name = "show", mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Prints the fields of a lead as they were posted to buyers.",
                "From a running server through its admin port, which reads its journal for it."},
            footer = {"", "Examples:", "  gavel person show 06Y96R5YM0080"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:internal error",
                "2:usage, or the server says why there is nothing to show", "6:no server answers"})
    public static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "LEAD", description = "Its id.")
        private String lead;
        @Option(names = "--json", description = "JSON instead of a table.")
        private boolean json;
        @Option(names = "--admin", paramLabel = "HOST:PORT",
                description = "The server's. Default: " + LiveServer.ADMIN + ".")
        private String admin;

        @Override
        public Integer call() throws InterruptedException {
            new LiveServer(admin, OR_ELSE).print("/person",
                    Map.of("lead_id", lead, "format", json ? "json" : "text"), spec);
            return ExitCode.OK;
        }
    }

    /** {@code gavel person erase}. The starting thread. */
    @Command(name = "erase", mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Makes the fields of leads unreadable for ever, in the journal and in all copies of it.",
                "Sales, amounts and the books stay as they are. Backups of DIR/keys still have the key.",
                "Of a person, all leads of a vertical with its phone or e-mail: the value is read from standard input,",
                "so that it stands in no history of a shell."},
            footer = {"", "Examples:", "  gavel person erase 06Y96R5YM0080",
                "  echo +15125550100 | gavel person erase --vertical auto-insurance --field phone"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:all that was kept is gone", "1:internal error",
                "2:usage, or the server says what is wrong", "6:no server answers, or it can't write its keys"})
    public static final class Erase implements Callable<Integer> {
        private static final int VALUE_MAX_BYTES = 1024;

        @Spec
        private CommandSpec spec;

        @ArgGroup(multiplicity = "1", exclusive = true)
        private Whose whose;
        @Option(names = "--admin", paramLabel = "HOST:PORT",
                description = "The server's. Default: " + LiveServer.ADMIN + ".")
        private String admin;

        /** One of them. */
        private static final class Whose {
            @Parameters(arity = "1..*", paramLabel = "LEAD", description = "Ids of leads.")
            private List<String> leads;
            @ArgGroup(exclusive = false)
            private Person person;
        }

        /** By what the person is known. */
        private static final class Person {
            @Option(names = "--vertical", required = true, paramLabel = "ID", description = "Of the leads.")
            private String vertical;
            @Option(names = "--field", required = true, paramLabel = "NAME",
                    description = "One of its duplicates.fields; its value is read from standard input.")
            private String field;
        }

        @Override
        public Integer call() throws InterruptedException {
            final LiveServer server = new LiveServer(admin, OR_ELSE);
            if (whose.person != null) {
                print(server.act("/person", Map.of("vertical", whose.person.vertical, "field", whose.person.field,
                        "value", value())));
            } else {
                for (final String lead : whose.leads) {
                    print(server.act("/person", Map.of("lead_id", lead)));
                }
            }
            return ExitCode.OK;
        }

        private static String value() {
            try {
                return new String(System.in.readNBytes(VALUE_MAX_BYTES), StandardCharsets.UTF_8).strip();
            } catch (final IOException e) {
                throw new UncheckedIOException("standard input", e);
            }
        }

        private void print(final Map<String, Object> answer) {
            final List<?> erased = (List<?>) answer.get("erased");
            spec.commandLine().getOut().println(answer.get("leads") + " leads found, the fields of " + erased.size()
                    + " erased now" + (erased.isEmpty() ? "" : ": " + erased));
            spec.commandLine().getOut().flush();
        }
    }
}
