package gavel.server.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sources of this repository, as they lie there. Stateless; any thread. */
final class Sources {
    static final List<String> MODULES = List.of("config", "persist", "server", "buyer-sim", "perf");
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Sources() {
    }

    /** Of all modules, without tests. */
    static List<Source> all() throws IOException {
        final List<Source> all = new ArrayList<>();
        for (final String module : MODULES) {
            all.addAll(of(module));
        }
        return all;
    }

    /** Tests of all modules. */
    static List<Source> tests() throws IOException {
        final List<Source> all = new ArrayList<>();
        for (final String module : MODULES) {
            all.addAll(below(ROOT.resolve(module).resolve("src/test/java")));
        }
        return all;
    }

    /** Of one module, without tests. */
    static List<Source> of(final String module) throws IOException {
        return below(ROOT.resolve(module).resolve("src/main/java"));
    }

    private static List<Source> below(final Path folder) throws IOException {
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
}
