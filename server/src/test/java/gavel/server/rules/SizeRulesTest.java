package gavel.server.rules;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Sizes of classes, methods and records, of all modules. Every list of exceptions is exact, and only shrinks. */
class SizeRulesTest {
    private static final int CLASS_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 70;
    private static final int COMPONENTS_MAX = 8;

    /** With the most lines that each may have: one reads aloud, the other is fields and their accessors. */
    private static final Map<String, Integer> LONG_CLASSES = Map.of("Lead", 550, "LeadPath", 680);
    private static final Map<String, Integer> LONG_TESTS =
            Map.of("DrainTest", 500, "HttpConnectionTest", 500, "RecoveryTest", 500);
    private static final Set<String> LONG_METHODS = Set.of();
    private static final Set<String> LONG_METHODS_OF_TESTS = Set.of();
    private static final Set<String> WIDE_RECORDS = Set.of("AdminParts", "BuyerConfig", "BuyerLoop", "Inputs",
            "Intake", "JournalReport", "LeadBlock", "LoopParts", "OfferConfig", "SaleBody", "ServerConfig", "Stages");

    @Test
    void shouldKeepClassesSmall() throws IOException {
        checkLongClasses(LONG_CLASSES, Sources.all());
        checkLongClasses(LONG_TESTS, Sources.tests());
    }

    private static void checkLongClasses(final Map<String, Integer> exceptions, final List<Source> sources) {
        final Set<String> names = new TreeSet<>();
        sources.stream().filter(source -> source.lines() > CLASS_LINES_MAX).forEach(source -> {
            names.add(source.name());
            assertTrue(source.lines() <= exceptions.getOrDefault(source.name(), 0),
                    source.name() + " has " + source.lines() + " lines");
        });
        assertEquals(new TreeSet<>(exceptions.keySet()), names);
    }

    @Test
    void shouldKeepMethodsSmall() throws IOException {
        assertEquals(LONG_METHODS, longMethods(Sources.all()));
        assertEquals(LONG_METHODS_OF_TESTS, longMethods(Sources.tests()));
    }

    private static Set<String> longMethods(final List<Source> sources) {
        final Set<String> names = new TreeSet<>();
        for (final Source source : sources) {
            source.methodLines().forEach((at, length) -> {
                if (length > METHOD_LINES_MAX) {
                    names.add(source.name() + "." + at.substring(0, at.indexOf(':')));
                }
            });
        }
        return names;
    }

    @Test
    void shouldKeepPublicRecordsNarrow() throws IOException {
        final List<String> wide = new ArrayList<>();
        for (final Source source : Sources.all()) {
            source.recordComponents().forEach((name, components) -> {
                if (components > COMPONENTS_MAX) {
                    wide.add(name);
                }
            });
        }
        assertEquals(WIDE_RECORDS, new TreeSet<>(wide));
    }

    @Test
    void shouldReadMethodsAndRecordsAsTheyAre() {
        final Source source = new Source(Path.of("X.java"), List.of("package a;", "class X {", "    void a() {",
                "        b();", "    }", "", "    int b(final int c,", "          final int d) {", "        return c;",
                "    }", "    public record R(Map<A, List<B>> a,", "                    int b) {", "    }", "}"));
        assertEquals(Map.of("a:3", 3, "b:7", 4, "R:11", 3), source.methodLines());
        assertEquals(Map.of("R", 2), source.recordComponents());
    }
}
