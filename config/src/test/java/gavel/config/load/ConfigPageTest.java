package gavel.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gavel.config.FieldType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/CONFIG.md against the code. One thread. */
final class ConfigPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_.*]+)` \\| ([^|]*?) ?\\| ([^|]*?) ?\\|.*$");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n# ([a-z/-]+\\.yaml)\n(.*?)```");
    private static final Function<String, String> ENV = name -> "0123456789abcdef";

    @TempDir
    private Path dir;
    private String page;

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of("../docs/CONFIG.md"));
    }

    @Test
    void shouldDocumentEveryKeyAndNoOther() {
        final Map<String, List<String>> documented = new LinkedHashMap<>();
        for (final String section : page.split("(?m)^## ")) {
            final String title = section.lines().findFirst().orElse("");
            if (title.endsWith(".yaml")) {
                final List<String> keys = new ArrayList<>();
                final Matcher row = ROW.matcher(section);
                while (row.find()) {
                    keys.add(row.group(1));
                }
                documented.put(title, keys);
            }
        }
        assertEquals(ConfigKeys.byFile(), documented);
    }

    @Test
    void shouldDocumentTheDefaultsOfTheServer() throws IOException {
        final SampleFolder folder = new SampleFolder(dir);
        folder.write("server.yaml", "click: {key: {env: ACME_KEY}}\nvalidate: {duplicates: {key: {env: ACME_KEY}}}\n")
                .env("ACME_KEY", "0123456789abcdef");
        final String defaults = folder.load().required().canonical();
        final StringBuilder written = new StringBuilder();
        final Matcher row = ROW.matcher(page.substring(0, page.indexOf("## verticals/")));
        while (row.find()) {
            final String value = row.group(3).replace("`", "");
            if (!Set.of("none", "required", "cores").contains(value)) {
                written.append("--set ").append(row.group(1)).append('=').append(value).append('\n');
                folder.set(row.group(1), value);
            }
        }
        assertTrue(written.toString().lines().count() > 30, written.toString());
        assertEquals(defaults, folder.load().required().canonical(), written.toString());
    }

    @Test
    void shouldLoadEveryExampleOfThePage() throws IOException {
        final Set<String> files = new HashSet<>();
        final Matcher example = EXAMPLE.matcher(page);
        while (example.find()) {
            final Path file = dir.resolve(example.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, example.group(2));
            files.add(example.group(1));
        }
        assertEquals(5, files.size());
        assertEquals(page.split("```yaml").length - 1, files.size(), "an example without its file's name");
        assertEquals("5 files, no problems\n", CheckReport.text(ConfigLoader.load(dir, Map.of(), ENV), false));
    }

    @Test
    void shouldDocumentEveryTypeAndEveryVariable() {
        for (final FieldType type : FieldType.values()) {
            assertTrue(page.contains("\n| " + YamlText.word(type) + " | "), type.name());
        }
        TemplateParser.VARIABLES.keySet().forEach(name -> assertTrue(page.contains("`{{" + name + "}}`"), name));
    }
}
