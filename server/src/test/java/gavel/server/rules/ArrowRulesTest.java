package gavel.server.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Which package of the server uses which, by its classes and, since constants leave no trace in those, its imports.
 * Every arrow points to an earlier line; one that nobody needs any more is found as one that nobody allowed.
 */
class ArrowRulesTest {
    private static final Set<String> STAGES =
            Set.of("intake", "validate", "route", "ping", "auction", "post", "sale", "click");
    private static final Map<String, Set<String>> ARROWS = new LinkedHashMap<>();

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
        ARROWS.put("ping", Set.of("buyer", "catalog", "http", "lead"));
        ARROWS.put("auction", Set.of("catalog", "lead"));
        ARROWS.put("post", Set.of("buyer", "catalog", "http", "lead"));
        ARROWS.put("sale", Set.of("catalog", "lead"));
        ARROWS.put("click", Set.of("catalog", "http", "lead"));
        ARROWS.put("path", Set.of("auction", "buyer", "catalog", "click", "http", "intake", "lead", "ping",
                "post", "route", "runtime", "sale", "validate"));
        ARROWS.put("admin", Set.of("buyer", "intake", "lead", "path", "ping", "post", "route", "runtime",
                "validate"));
        ARROWS.put("start", Set.of("admin", "buyer", "intake", "path", "ping", "post", "route", "runtime", "sale",
                "validate"));
        ARROWS.put("command", Set.of("admin", "path", "runtime", "start"));
    }

    @Test
    void shouldHaveExactlyTheArrowsThatAreDrawn() throws IOException {
        final Map<String, Set<String>> used = new TreeMap<>();
        for (final JavaClass each : new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("gavel.server")) {
            for (final Dependency dependency : each.getDirectDependenciesFromSelf()) {
                add(used, each.getPackageName(), dependency.getTargetClass().getBaseComponentType().getPackageName());
            }
        }
        for (final Source source : Sources.of("server")) {
            source.imports().forEach(imported -> add(used, source.packageName(), imported));
        }
        assertEquals(ARROWS.keySet(), used.keySet());
        used.forEach((from, to) -> assertEquals(new TreeSet<>(ARROWS.get(from)), to, "arrows of " + from));
    }

    private static void add(final Map<String, Set<String>> used, final String from, final String to) {
        final String fromPackage = Source.serverPackage(from);
        final String toPackage = Source.serverPackage(to);
        if (!fromPackage.isEmpty()) {
            final Set<String> arrows = used.computeIfAbsent(fromPackage, name -> new TreeSet<>());
            if (!toPackage.isEmpty() && !toPackage.equals(fromPackage)) {
                arrows.add(toPackage);
            }
        }
    }

    @Test
    void shouldDrawArrowsDownOnly() {
        final List<String> order = List.copyOf(ARROWS.keySet());
        ARROWS.forEach((from, allowed) -> allowed.forEach(to ->
                assertTrue(order.indexOf(to) >= 0 && order.indexOf(to) < order.indexOf(from),
                        from + " -> " + to + " points up")));
    }

    @Test
    void shouldKeepStagesLeaves() {
        STAGES.forEach(stage -> assertEquals(List.of(), ARROWS.get(stage).stream().filter(STAGES::contains).toList()));
    }
}
