package gavel.server.rules;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What docs/HACKING.md asks of the sources, read from them: arrows, names, sizes, threads, money. */
class RulesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+?)(?:\\.[A-Z]\\w*)*"
            + "(?:\\.\\w+)?;");
    private static final Pattern OUTPUT = Pattern.compile("System\\.(out|err)\\b");
    private static final Pattern INEXACT = Pattern.compile("\\b(double|float|Double|Float)\\b");
    private static final Pattern BAD_NAME = Pattern.compile(".*(Manager|Helper|Util|Utils|Processor|Data|Info|Impl)");
    private static final Set<String> STAGES =
            Set.of("intake", "validate", "route", "ping", "auction", "post", "sale", "click");
    private static final int CLASS_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 70;
    /** Only shrinks. */
    private static final Set<String> LONG_CLASSES = Set.of("Lead", "LeadPath");

    /** Say on the standard error that they gave up; only shrinks. */
    private static final Set<String> PRINTING = Set.of("LatencyLog");

    /** Packages of the server by who may be used by whom; every arrow points to an earlier line. */
    private static final Map<String, Set<String>> ARROWS = new TreeMap<>();
    private static final List<String> ORDER = List.of("json", "runtime", "http", "catalog", "lead", "buyer", "intake",
            "validate", "route", "ping", "auction", "post", "sale", "click", "path", "admin", "start", "command");

    static {
        ARROWS.put("json", Set.of());
        ARROWS.put("runtime", Set.of());
        ARROWS.put("http", Set.of());
        ARROWS.put("catalog", Set.of());
        ARROWS.put("lead", Set.of("catalog", "http"));
        ARROWS.put("buyer", Set.of("catalog", "http", "json", "lead", "runtime"));
        ARROWS.put("intake", Set.of("catalog", "http", "json", "lead"));
        ARROWS.put("validate", Set.of("catalog", "lead"));
        ARROWS.put("route", Set.of("catalog", "lead"));
        ARROWS.put("ping", Set.of("buyer", "lead"));
        ARROWS.put("auction", Set.of("lead"));
        ARROWS.put("post", Set.of("buyer", "http", "lead"));
        ARROWS.put("sale", Set.of("catalog", "lead"));
        ARROWS.put("click", Set.of("catalog", "http", "lead"));
        final Set<String> path = new TreeSet<>(STAGES);
        path.addAll(Set.of("buyer", "catalog", "http", "lead", "runtime", "json"));
        ARROWS.put("path", path);
        final Set<String> admin = new TreeSet<>(path);
        admin.add("path");
        ARROWS.put("admin", admin);
        final Set<String> start = new TreeSet<>(admin);
        start.add("admin");
        ARROWS.put("start", start);
        ARROWS.put("command", Set.of("admin", "runtime", "start"));
    }

    @Test
    void shouldHaveArrowsThatPointDownOnly() throws IOException {
        assertEquals(Set.copyOf(ORDER), ARROWS.keySet());
        ARROWS.forEach((from, allowed) -> allowed.forEach(to ->
                assertTrue(ORDER.indexOf(to) < ORDER.indexOf(from), from + " -> " + to + " points up")));
        for (final Source source : sources("server")) {
            final String from = serverPackage(source.packageName);
            for (final String used : source.imports()) {
                final String to = serverPackage(used);
                if (!from.isEmpty() && !to.isEmpty() && !to.equals(from)) {
                    assertTrue(ARROWS.containsKey(from) && ARROWS.get(from).contains(to), source + " imports " + used);
                }
            }
        }
    }

    @Test
    void shouldKeepStagesLeaves() {
        STAGES.forEach(stage -> assertEquals(List.of(), ARROWS.get(stage).stream().filter(STAGES::contains).toList()));
    }

    @Test
    void shouldKeepNettyOutOfWhatKnowsNoSocket() throws IOException {
        final Set<String> without = Set.of("json", "catalog", "lead", "intake", "validate", "route", "ping", "auction",
                "post", "sale", "click");
        for (final Source source : sources("server")) {
            for (final String used : source.imports()) {
                assertTrue(!used.startsWith("io.netty") || !without.contains(serverPackage(source.packageName)),
                        source + " imports " + used);
            }
        }
    }

    @Test
    void shouldKeepChronicleInOnePackage() throws IOException {
        for (final Source source : all()) {
            assertTrue(!source.text.contains("net.openhft") || source.packageName.equals("gavel.persist.hot")
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
            for (final Source source : sources(module.getKey())) {
                for (final String used : source.imports()) {
                    assertTrue(!used.startsWith("gavel.") || module.getValue().stream().anyMatch(prefix ->
                            used.equals(prefix) || used.startsWith(prefix + ".")), source + " imports " + used);
                }
                assertTrue(!source.text.contains("gavel.perf"), source + " knows perf");
            }
        }
    }

    @Test
    void shouldPrintFromCommandsOnly() throws IOException {
        for (final Source source : sources("server")) {
            assertTrue(Set.of("command", "start", "").contains(serverPackage(source.packageName))
                    || PRINTING.contains(source.name) || !OUTPUT.matcher(source.code()).find(), source + " prints");
        }
        for (final String module : new String[] {"config", "persist"}) {
            for (final Source source : sources(module)) {
                assertTrue(!OUTPUT.matcher(source.code()).find(), source + " prints");
            }
        }
    }

    @Test
    void shouldStartThreadsInOnePlace() throws IOException {
        for (final Source source : sources("server")) {
            assertTrue(!source.code().contains("new Thread(")
                    || Set.of("Server", "ServerCommand").contains(source.name), source + " starts a thread");
        }
    }

    @Test
    void shouldHandleMoneyInWholeNumbers() throws IOException {
        final Set<String> money = Set.of("lead", "auction", "ping", "post", "sale", "route", "intake", "path");
        for (final Source source : sources("server")) {
            assertTrue(!money.contains(serverPackage(source.packageName)) || !INEXACT.matcher(source.code()).find(),
                    source + " is not exact");
        }
    }

    @Test
    void shouldKeepClassesAndMethodsSmall() throws IOException {
        final Set<String> longClasses = new TreeSet<>();
        final List<String> longMethods = new ArrayList<>();
        for (final Source source : sources("server")) {
            if (source.lines.size() > CLASS_LINES_MAX) {
                longClasses.add(source.name);
            }
            source.methodLines().forEach((at, length) -> {
                if (length > METHOD_LINES_MAX) {
                    longMethods.add(source + ":" + at + " has " + length + " lines");
                }
            });
        }
        longClasses.removeAll(LONG_CLASSES);
        assertEquals(Set.of(), longClasses);
        assertEquals(List.of(), longMethods);
    }

    @Test
    void shouldListNoExceptionThatIsNone() throws IOException {
        final Set<String> stillLong = sources("server").stream().filter(source -> source.lines.size() > CLASS_LINES_MAX)
                .map(source -> source.name).collect(Collectors.toSet());
        assertEquals(Set.of(), LONG_CLASSES.stream().filter(name -> !stillLong.contains(name))
                .collect(Collectors.toSet()), "take these off the list");
    }

    @Test
    void shouldNameClassesByWhatTheyAre() throws IOException {
        for (final Source source : all()) {
            assertTrue(!BAD_NAME.matcher(source.name).matches(), source.toString());
        }
    }

    @Test
    void shouldReadMethodsAsTheyAre() {
        final Source source = new Source(Path.of("X.java"), List.of("package a;", "class X {", "    void a() {",
                "        b();", "    }", "", "    int b(final int c,", "          final int d) {", "        return c;",
                "    }", "}"));
        assertEquals(Map.of(3, 3, 7, 4), source.methodLines());
    }

    private static String serverPackage(final String name) {
        return name.startsWith("gavel.server.") ? name.substring("gavel.server.".length()).split("\\.")[0] : "";
    }

    private static List<Source> all() throws IOException {
        final List<Source> all = new ArrayList<>();
        for (final String module : new String[] {"config", "persist", "server", "buyer-sim", "perf"}) {
            all.addAll(sources(module));
        }
        return all;
    }

    private static List<Source> sources(final String module) throws IOException {
        final Path folder = ROOT.resolve(module).resolve("src/main/java");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        final List<Source> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
                sources.add(new Source(file, Files.readAllLines(file)));
            }
        }
        return sources;
    }

    /** One file. */
    private static final class Source {
        private static final Pattern METHOD = Pattern.compile("^ {4}(?! |}|@|//|\\*|/).*\\(.*");

        private final String name;
        private final List<String> lines;
        private final String text;
        private final String packageName;

        Source(final Path file, final List<String> lines) {
            this.name = file.getFileName().toString().replace(".java", "");
            this.lines = lines;
            this.text = String.join("\n", lines);
            this.packageName = lines.stream().filter(line -> line.startsWith("package ")).findFirst()
                    .map(line -> line.substring("package ".length(), line.length() - 1)).orElse("");
        }

        /** Packages that it imports from. */
        List<String> imports() {
            final List<String> imports = new ArrayList<>();
            final Matcher matcher = IMPORT.matcher(text);
            while (matcher.find()) {
                imports.add(matcher.group(1));
            }
            return imports;
        }

        /** Without comments. */
        String code() {
            return text.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "");
        }

        /** Lines of each method of the outer class, by the line that it begins in. */
        Map<Integer, Integer> methodLines() {
            final Map<Integer, Integer> lengths = new TreeMap<>();
            int from = -1;
            for (int i = 0; i < lines.size(); i++) {
                if (from < 0 && METHOD.matcher(lines.get(i)).matches()) {
                    from = i;
                }
                if (from >= 0 && lines.get(i).endsWith(";") && !lines.get(i).startsWith("     ")) {
                    from = -1;
                } else if (from >= 0 && lines.get(i).equals("    }")) {
                    lengths.put(from + 1, i - from + 1);
                    from = -1;
                }
            }
            return lengths;
        }

        @Override
        public String toString() {
            return packageName + "." + name;
        }
    }
}
