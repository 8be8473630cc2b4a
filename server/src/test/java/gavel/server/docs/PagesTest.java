package gavel.server.docs;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** All pages: what they link to and name is there. */
class PagesTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern METHOD = Pattern.compile("([A-Z]\\w+)(?:\\.[A-Z]\\w+)*\\.([a-z]\\w+)");
    private static final List<String> WITH_METHODS = List.of("docs/LEAD_PATH.md", "docs/ARCHITECTURE.md",
            "docs/THREADS.md", "docs/HACKING.md");

    @Test
    void shouldLinkToFilesThatAreThere() throws IOException {
        final List<String> broken = new ArrayList<>();
        for (final Path page : pages()) {
            final Matcher link = LINK.matcher(Page.read(page));
            while (link.find()) {
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    broken.add(Page.root().relativize(page) + " -> " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void shouldNameMethodsThatAreThere() throws IOException {
        final Map<String, String> sourceByClass = sources();
        final List<String> absent = new ArrayList<>();
        for (final String path : WITH_METHODS) {
            for (final String code : Page.of(path).code()) {
                final Matcher method = METHOD.matcher(code);
                if (method.matches() && !code.endsWith(".md") && !sourceByClass.getOrDefault(method.group(1), "")
                        .matches("(?s).*\\b" + method.group(2) + "\\b.*")) {
                    absent.add(path + ": " + code);
                }
            }
        }
        assertEquals(List.of(), absent);
    }

    @Test
    void shouldExplainEachCommandOfTheScript() {
        final Matcher command = Pattern.compile("(?m)^  ([a-z]+) {2,}\\S").matcher(
                Page.read(Page.root().resolve("bin/gavel")));
        final String page = Page.of("docs/CLI.md").text();
        final List<String> unexplained = new ArrayList<>();
        while (command.find()) {
            if (!page.contains("    gavel " + command.group(1))) {
                unexplained.add(command.group(1));
            }
        }
        assertEquals(List.of(), unexplained);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Page.root().resolve("docs"))) {
            final List<Path> pages = docs.filter(file -> file.toString().endsWith(".md"))
                    .collect(Collectors.toCollection(ArrayList::new));
            pages.add(Page.root().resolve("README.md"));
            return pages;
        }
    }

    private static Map<String, String> sources() throws IOException {
        final Map<String, String> sourceByClass = new HashMap<>();
        for (final String module : List.of("config", "persist", "server")) {
            try (Stream<Path> files = Files.walk(Page.root().resolve(module + "/src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> sourceByClass.put(
                        file.getFileName().toString().replace(".java", ""), Page.read(file)));
            }
        }
        return sourceByClass;
    }
}
