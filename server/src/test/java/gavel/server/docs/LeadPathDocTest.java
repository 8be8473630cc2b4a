package gavel.server.docs;

import gavel.persist.record.RecordKind;
import gavel.server.lead.LeadReason;
import gavel.server.lead.LeadState;
import gavel.server.lead.Stage;
import gavel.server.runtime.Counter;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** docs/LEAD_PATH.md against packages, states, stages, counters and records. */
class LeadPathDocTest {
    private static final int STAGE = 0;
    private static final int PACKAGE = 1;
    private static final int CLASS = 2;
    private static final int STATES = 3;
    private static final int TIMER = 4;
    private static final int COUNTERS = 5;
    private static final int RECORDS = 6;

    private final Page page = Page.of("docs/LEAD_PATH.md");
    private final List<List<String>> stages = page.table("stage", "package");

    @Test
    void shouldListTheTimedStagesInTheirOrder() {
        final List<String> labels = Arrays.stream(Stage.values()).map(Stage::label).collect(Collectors.toList());
        assertEquals(labels, stages.stream().map(row -> row.get(STAGE)).limit(labels.size())
                .collect(Collectors.toList()));
        for (int i = 0; i < labels.size(); i++) {
            assertEquals("`" + labels.get(i) + "`", stages.get(i).get(TIMER));
            assertEquals("`gavel.server." + labels.get(i) + "`", stages.get(i).get(PACKAGE));
        }
    }

    @Test
    void shouldNameClassesThatAreThere() throws ClassNotFoundException {
        for (final List<String> row : stages) {
            Class.forName((row.get(PACKAGE) + "." + row.get(CLASS)).replace("`", ""));
        }
    }

    @Test
    void shouldListEachStateOnce() {
        final List<String> listed = new ArrayList<>();
        stages.forEach(row -> listed.addAll(Page.words(row.get(STATES))));
        final Set<String> states = Arrays.stream(LeadState.values()).filter(state -> state != LeadState.FREE)
                .map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(states, new TreeSet<>(listed));
        assertEquals(states.size(), listed.size());
    }

    @Test
    void shouldListTheMovesThatAreAllowed() {
        final Matcher line = Pattern.compile("(?m)^([A-Z]+) +-> ([A-Z]+(?: \\| [A-Z]+)*)").matcher(page.text());
        final Set<String> listed = new TreeSet<>();
        while (line.find()) {
            Page.words(line.group(2)).forEach(next -> listed.add(line.group(1) + ">" + next));
        }
        final Set<String> allowed = new TreeSet<>();
        for (final LeadState from : LeadState.values()) {
            for (final LeadState to : LeadState.values()) {
                if (to != LeadState.FREE && from.mayBecome(to)) {
                    allowed.add(from + ">" + to);
                }
            }
        }
        assertEquals(allowed, listed);
    }

    @Test
    void shouldListThePrefixOfEachCounter() {
        final Set<String> listed = new TreeSet<>();
        for (final List<String> row : stages) {
            if (!row.get(COUNTERS).isEmpty()) {
                assertEquals("`" + row.get(STAGE) + ".`", row.get(COUNTERS));
                listed.add(row.get(STAGE));
            }
        }
        assertEquals(Arrays.stream(Counter.values()).map(counter -> counter.label().split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new)), listed);
    }

    @Test
    void shouldListTheRecordsOfLeadsAndClicks() {
        final Set<String> listed = new TreeSet<>();
        stages.forEach(row -> listed.addAll(Page.words(row.get(RECORDS))));
        assertEquals(Arrays.stream(RecordKind.values()).filter(kind -> kind != RecordKind.CONFIG
                        && kind != RecordKind.TOP_UP).map(Enum::name)
                .collect(Collectors.toCollection(TreeSet::new)), listed);
    }

    @Test
    void shouldSayWhereEachReasonComesFrom() {
        final Set<Integer> listed = new HashSet<>();
        for (final String cell : page.column(1, "where", "reasons")) {
            final Matcher range = Pattern.compile("(\\d{3})(?: to (\\d{3}))?").matcher(cell);
            while (range.find()) {
                final int from = Integer.parseInt(range.group(1));
                final int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
                for (int code = from; code <= to; code++) {
                    listed.add(code);
                }
            }
        }
        for (final LeadReason reason : LeadReason.values()) {
            assertTrue(reason == LeadReason.NONE || listed.contains(reason.code()), reason.name());
        }
        assertEquals(LeadReason.values().length - 1, listed.size());
    }
}
