package gavel.server.rules;

import gavel.server.runtime.Build;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What docs/HACKING.md asks of the sources, read from them: modules, names, threads, money. */
class RulesTest {
    private static final Pattern OUTPUT = Pattern.compile("System\\.(out|err)\\b");
    private static final Pattern INEXACT = Pattern.compile("\\b(double|float|Double|Float)\\b");
    private static final Pattern BAD_NAME = Pattern.compile(".*(Manager|Helper|Util|Utils|Processor|Data|Info|Impl)");
    private static final Pattern THREAD =
            Pattern.compile("(?i)\\b(threads?|loops?|confined|immutable|stateless)\\b");

    /** Do not say which thread may touch them; only shrinks. */
    private static final Set<String> SILENT_ON_THREADS = Set.of("Call", "FieldType");

    /** Say on the standard error that they gave up; only shrinks. */
    private static final Set<String> PRINTING = Set.of("LatencyLog");

    @Test
    void shouldKeepNettyOutOfWhatKnowsNoSocket() throws IOException {
        final Set<String> without = Set.of("json", "catalog", "lead", "intake", "validate", "route", "ping", "auction",
                "post", "sale", "click");
        for (final Source source : Sources.of("server")) {
            for (final String used : source.imports()) {
                assertTrue(!used.startsWith("io.netty") || !without.contains(source.serverPackage()),
                        source + " imports " + used);
            }
        }
    }

    @Test
    void shouldKeepChronicleInOnePackage() throws IOException {
        for (final Source source : Sources.all()) {
            assertTrue(!source.text().contains("net.openhft") || source.packageName().equals("gavel.persist.hot")
                    || source.imports().stream().noneMatch(used -> used.startsWith("net.openhft")),
                    source.toString());
        }
    }

    @Test
    void shouldHaveModuleArrowsThatPointDown() throws IOException {
        final Map<String, Set<String>> allowed = Map.of("config", Set.of("gavel.config"),
                "persist", Set.of("gavel.config", "gavel.persist"),
                "server", Set.of("gavel.config", "gavel.persist", "gavel.server"),
                "buyer-sim", Set.of("gavel.buyersim"));
        for (final Map.Entry<String, Set<String>> module : allowed.entrySet()) {
            for (final Source source : Sources.of(module.getKey())) {
                for (final String used : source.imports()) {
                    assertTrue(!used.startsWith("gavel.") || module.getValue().stream().anyMatch(prefix ->
                            used.equals(prefix) || used.startsWith(prefix + ".")), source + " imports " + used);
                }
                assertTrue(!source.text().contains("gavel.perf"), source + " knows perf");
            }
        }
    }

    @Test
    void shouldPrintFromCommandsOnly() throws IOException {
        for (final Source source : Sources.of("server")) {
            assertTrue(Set.of("command", "start", "").contains(source.serverPackage())
                    || PRINTING.contains(source.name()) || !OUTPUT.matcher(source.code()).find(), source + " prints");
        }
        for (final String module : new String[] {"config", "persist"}) {
            for (final Source source : Sources.of(module)) {
                assertTrue(!OUTPUT.matcher(source.code()).find(), source + " prints");
            }
        }
    }

    @Test
    void shouldStartThreadsInOnePlace() throws IOException {
        for (final Source source : Sources.of("server")) {
            assertTrue(!source.code().contains("new Thread(")
                    || Set.of("Server", "ServerCommand").contains(source.name()), source + " starts a thread");
        }
    }

    @Test
    void shouldHandleMoneyInWholeNumbers() throws IOException {
        final Set<String> money = Set.of("lead", "auction", "ping", "post", "sale", "route", "intake", "path");
        for (final Source source : Sources.of("server")) {
            assertTrue(!money.contains(source.serverPackage()) || !INEXACT.matcher(source.code()).find(),
                    source + " is not exact");
        }
    }

    @Test
    void shouldNameClassesByWhatTheyAre() throws IOException {
        for (final Source source : Sources.all()) {
            assertTrue(!BAD_NAME.matcher(source.name()).matches(), source.toString());
        }
    }

    @Test
    void shouldSayWhichThreadMayTouchAClass() throws IOException {
        final Set<String> silent = new TreeSet<>();
        for (final String module : new String[] {"config", "persist", "server"}) {
            for (final Source source : Sources.of(module)) {
                if (source.isPublic() && !THREAD.matcher(source.typeJavadoc()).find()) {
                    silent.add(source.name());
                }
            }
        }
        assertEquals(SILENT_ON_THREADS, silent, "the list only shrinks");
    }

    /** Commands need a constant to say it in an annotation, so it can't be read from a resource. */
    @Test
    void shouldSayTheVersionOfThePoms() throws IOException {
        final Path root = Path.of("..").toAbsolutePath().normalize();
        final String version = "<version>" + Build.VERSION + "</version>";
        assertTrue(Files.readString(root.resolve("pom.xml")).contains("<artifactId>gavel</artifactId>\n  " + version));
        for (final String module : Sources.MODULES) {
            assertTrue(Files.readString(root.resolve(module).resolve("pom.xml")).contains(version), module);
        }
        for (final Source source : Sources.all()) {
            assertTrue(source.name().equals("Build") || !source.text().contains('"' + Build.VERSION + '"'),
                    source + " has the version too");
        }
    }
}
