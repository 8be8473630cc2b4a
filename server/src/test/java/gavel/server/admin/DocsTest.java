package gavel.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gavel.server.buyer.BuyerStats;
import gavel.server.runtime.Build;
import gavel.server.runtime.Counter;
import gavel.server.start.ExitCode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/METRICS.md and docs/CLI.md against the code, both ways. */
final class DocsTest {
    private static final Pattern METRIC =
            Pattern.compile("(?m)^\\| `((?:gavel|process)_[a-z_]+)` \\| (\\w+) \\|.*\\|$");
    private static final Pattern CODE = Pattern.compile("(?m)^\\| (\\d+) \\| ([A-Z_]+) \\| .+ \\|$");

    private static String page(final String name) throws IOException {
        return Files.readString(Path.of("../docs", name));
    }

    @Test
    void shouldDocumentEveryMetricAndNoOther() throws IOException {
        final Set<String> expected = new TreeSet<>();
        for (final Counter counter : Counter.values()) {
            expected.add(MetricsPage.name(counter) + " counter");
        }
        for (final Metric metric : Metric.values()) {
            expected.add(metric.label() + " " + metric.type().name().toLowerCase(Locale.ROOT));
        }
        final Set<String> documented = new TreeSet<>();
        final Matcher row = METRIC.matcher(page("METRICS.md"));
        while (row.find()) {
            assertTrue(documented.add(row.group(1) + " " + row.group(2)), row.group(1) + " stands twice");
        }
        assertEquals(expected, documented);
    }

    @Test
    void shouldDocumentTheSentenceOfEveryMetric() throws IOException {
        final String page = page("METRICS.md");
        for (final Counter counter : Counter.values()) {
            assertTrue(page.contains("| " + counter.sentence() + " |"), counter.label());
        }
        for (final Metric metric : Metric.values()) {
            assertTrue(page.contains("| " + metric.sentence() + " |"), metric.label());
        }
    }

    @Test
    void shouldDocumentEveryEventOfABuyersConnections() throws IOException {
        final String row = page("METRICS.md").lines().filter(line -> line.contains(Metric.BUYER_CONNECTIONS.label()))
                .collect(Collectors.joining());
        for (final BuyerStats.Event event : BuyerStats.Event.values()) {
            assertTrue(row.contains("`" + event.name().toLowerCase(Locale.ROOT) + "`"), event.name());
        }
    }

    @Test
    void shouldDocumentEveryExitCodeAndNoOther() throws IOException, IllegalAccessException {
        final Map<Integer, String> expected = new TreeMap<>();
        for (final Field field : ExitCode.class.getFields()) {
            expected.put(field.getInt(null), field.getName());
        }
        final Map<Integer, String> documented = new TreeMap<>();
        final Matcher row = CODE.matcher(page("CLI.md"));
        while (row.find()) {
            documented.put(Integer.valueOf(row.group(1)), row.group(2));
        }
        assertEquals(expected, documented);
    }

    @Test
    void shouldKnowItsVersion() throws IOException {
        final String version = Files.readAllLines(Path.of("../pom.xml")).stream()
                .filter(line -> line.startsWith("  <version>")).collect(Collectors.joining());
        assertEquals("  <version>" + Build.VERSION + "</version>", version);
    }
}
