package gavel.server.rules;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The arrows inside {@code persist}, as docs/ARCHITECTURE.md promises them. */
class PersistRulesTest {
    private static final Path MAIN = Path.of("../persist/src/main/java/gavel/persist");
    private static final Path PAGE = Path.of("../docs/ARCHITECTURE.md");
    private static final Pattern USED = Pattern.compile("\\bgavel\\.persist\\.([a-z]+)\\.");
    private static final String PROMISE = "`recover` above `drain` above `hot` and `journal` above `record`; "
            + "`keys` above `journal`; `ledger` above `record`; `index` by itself.";
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "record", Set.of(),
            "index", Set.of(),
            "hot", Set.of("record"),
            "journal", Set.of("record"),
            "keys", Set.of("journal", "record"),
            "drain", Set.of("hot", "journal", "record"),
            "recover", Set.of("drain", "hot", "journal", "record"),
            "ledger", Set.of("record"));
    /** Are handed what was configured; all others get numbers. */
    private static final Set<String> CONFIGURED = Set.of("recover", "ledger", "keys");
    /** Are written by the lead path and know no file; where files lie is no matter of theirs. */
    private static final Set<String> WITHOUT_FILES = Set.of("record", "index");

    @Test
    void shouldHaveTheArrowsThatThePagePromises() throws IOException {
        assertTrue(Files.readString(PAGE).replaceAll("\\s+", " ").contains(PROMISE), "the page promises other arrows");
        final List<String> wrong = new ArrayList<>();
        for (final String from : packages()) {
            for (final Path file : files(from)) {
                final Matcher used = USED.matcher(code(file));
                while (used.find()) {
                    final String to = used.group(1);
                    if (!to.equals(from) && !ARROWS.getOrDefault(from, Set.of()).contains(to)) {
                        wrong.add(file + " uses " + to);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldKnowEveryPackageAndNoArrowThatNobodyNeeds() throws IOException {
        assertEquals(new TreeSet<>(ARROWS.keySet()), packages());
        for (final Map.Entry<String, Set<String>> arrows : ARROWS.entrySet()) {
            final StringBuilder all = new StringBuilder();
            for (final Path file : files(arrows.getKey())) {
                all.append(code(file));
            }
            for (final String to : arrows.getValue()) {
                assertTrue(all.indexOf("gavel.persist." + to + ".") >= 0, arrows.getKey() + " does not need " + to);
            }
        }
    }

    @Test
    void shouldKeepConfigurationAndFilesWhereTheyBelong() throws IOException {
        for (final String from : packages()) {
            for (final Path file : files(from)) {
                assertTrue(CONFIGURED.contains(from) || !code(file).contains("import gavel.config."),
                        file + " knows the configuration");
                assertTrue(!WITHOUT_FILES.contains(from) || !code(file).contains("java.nio.file")
                        && !code(file).contains("DataDirectory"), file + " knows files");
            }
        }
    }

    private static Set<String> packages() throws IOException {
        try (Stream<Path> folders = Files.list(MAIN)) {
            final Set<String> names = new TreeSet<>();
            folders.filter(Files::isDirectory).forEach(folder -> names.add(folder.getFileName().toString()));
            return names;
        }
    }

    private static List<Path> files(final String name) throws IOException {
        try (Stream<Path> files = Files.walk(MAIN.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    /** Without comments and the package's own line. */
    private static String code(final Path file) throws IOException {
        return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "")
                .replaceAll("(?m)^package .*", "");
    }
}
