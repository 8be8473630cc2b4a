package gavel.server.docs;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** docs/ARCHITECTURE.md and docs/HACKING.md: packages, their order, and where tests are. */
class ArchitectureDocTest {
    private static final Path SERVER = Page.root().resolve("server/src/main/java/gavel/server");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?gavel\\.server\\.(\\w+)\\.");

    private final List<String> packages = Page.of("docs/ARCHITECTURE.md").column(0, "package", "what it is");

    @Test
    void shouldListEachPackageOfTheServer() throws IOException {
        try (Stream<Path> dirs = Files.list(SERVER)) {
            assertEquals(dirs.filter(Files::isDirectory).map(dir -> dir.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new)), new TreeSet<>(packages));
        }
    }

    @Test
    void shouldListThemSoThatImportsPointDown() throws IOException {
        final List<String> wrong = new ArrayList<>();
        for (final String name : packages) {
            try (Stream<Path> files = Files.list(SERVER.resolve(name))) {
                for (final Path file : files.collect(Collectors.toList())) {
                    final Matcher imported = IMPORT.matcher(Page.read(file));
                    while (imported.find()) {
                        if (packages.indexOf(imported.group(1)) < packages.indexOf(name)) {
                            wrong.add(file.getFileName() + " in " + name + " imports " + imported.group(1));
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldNameEachInterfaceBetweenPackages() throws IOException {
        final Pattern declared = Pattern.compile("(?m)^ *public interface (\\w+)");
        final List<String> unnamed = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SERVER)) {
            for (final Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
                final Matcher matcher = declared.matcher(Page.read(file));
                while (matcher.find()) {
                    final String name = matcher.group(1);
                    if (Page.of("docs/ARCHITECTURE.md").code().stream().noneMatch(code -> code.equals(name)
                            || code.endsWith("." + name))) {
                        unnamed.add(name);
                    }
                }
            }
        }
        assertEquals(List.of(), unnamed);
    }

    @Test
    void shouldNameTestsThatAreThere() {
        for (final String where : Page.of("docs/HACKING.md").column(2, "kind", "what it is")) {
            assertTrue(!where.contains("/") || Files.isDirectory(Page.root().resolve(where)), where);
        }
    }
}
