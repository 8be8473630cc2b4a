package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every file of this module. */
class RulesTest {
    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    @Test
    void shouldImportNoOtherModule() throws IOException {
        List<String> strangers = new ArrayList<>();
        for (Path file : sources()) {
            Files.readAllLines(file).stream()
                .filter(line -> line.matches("import (static )?gavel\\..*") && !line.contains(" gavel.buyersim."))
                .forEach(line -> strangers.add(file + ": " + line));
        }

        assertEquals(List.of(), strangers);
    }

    @Test
    void shouldStaySmall() throws IOException {
        List<String> large = new ArrayList<>();
        for (Path file : sources()) {
            if (Files.readAllLines(file).size() >= 400) {
                large.add(file.toString());
            }
        }

        assertEquals(List.of(), large);
    }
}
