package gavel.server.catalog;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Names are found by their bytes, and nothing else is. */
class NameTableTest {
    @Test
    void shouldFindWhatAListFinds() {
        final long seed = Long.getLong("seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            final Set<String> names = new LinkedHashSet<>();
            for (int n = random.nextInt(20); n > 0; n--) {
                names.add(name(random));
            }
            final List<String> list = new ArrayList<>(names);
            final NameTable table = new NameTable(list);
            for (int n = 0; n < 50; n++) {
                final String wanted = n < list.size() ? list.get(n) : name(random);
                final byte[] bytes = ("x" + wanted + "y").getBytes(StandardCharsets.UTF_8);
                assertEquals(list.indexOf(wanted), table.indexOf(bytes, 1, bytes.length - 2), "seed " + seed);
            }
        }
    }

    @Test
    void shouldFindNothingInAnEmptyTable() {
        final NameTable table = new NameTable(List.of());
        assertEquals(NameTable.ABSENT, table.indexOf(new byte[] {'a'}, 0, 1));
        assertEquals(NameTable.ABSENT, table.indexOf(new byte[0], 0, 0));
    }

    private static String name(final SplittableRandom random) {
        final StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            name.append("ab\u00e9".charAt(random.nextInt(3)));
        }
        return name.toString();
    }
}
