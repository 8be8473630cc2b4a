package gavel.persist.keys;

import gavel.config.MasterKey;
import gavel.persist.TestRecords;
import gavel.persist.journal.Disk;
import gavel.persist.journal.JournalEnd;
import gavel.persist.journal.JournalReader;
import gavel.persist.journal.JournalWriter;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.BodyWriter;
import gavel.persist.record.RecordKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Keys are overwritten when their vertical's time is over, not a moment before, and others are left alone. */
class RetentionTest {
    private static final long DAY_MS = 86_400_000L;
    private static final long START_MS = 1_800_000_000_000L;
    private static final Map<String, Long> KEEPS =
            Map.of("auto", 30 * DAY_MS * 1_000_000, "home", 10 * DAY_MS * 1_000_000);

    @TempDir
    private Path dir;
    private final TestRecords records = new TestRecords();
    private final List<String> said = new ArrayList<>();
    private long nowMs = START_MS;
    private KeyStore keys;

    @BeforeEach
    void makeKeys() throws IOException {
        keys = open();
        final List<DataKey> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(KeyStore.unready());
        }
        keys.reserve();
        keys.make(all);
    }

    private KeyStore open() throws IOException {
        return new KeyStore(dir.resolve("keys"),
                MasterKey.parse("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="), Disk.REAL);
    }

    private void post(final JournalWriter writer, final int keyId, final String vertical, final long day)
            throws IOException {
        final LeadBlock lead = new LeadBlock("acme", "offer", vertical, "A-" + keyId, "USD", 0, "",
                List.of("", "", "", "", ""), 0, new long[0], new byte[16], 0, keyId, new byte[1]);
        records.encoder().begin(RecordKind.POSTING, keyId, 1, 1, (START_MS + day * DAY_MS) * 1_000_000);
        BodyWriter.posting(records.encoder(), new PostingBody(lead, "c", "b", 1, 1, List.of(), ""));
        writer.append(records.encoder().buffer(), 0, records.encoder().end());
        writer.force();
    }

    private RetentionAgent agent(final KeyStore store) {
        return new RetentionAgent(store, KEEPS, () -> new JournalReader(dir.resolve("journal")), () -> 6, () -> nowMs,
                said::add);
    }

    private void write() throws IOException {
        Files.createDirectories(dir.resolve("journal"));
        try (JournalWriter writer = new JournalWriter(dir.resolve("journal"), 64 * 1024, 4 * 1024, 3, () -> START_MS,
                Disk.REAL, JournalEnd.EMPTY)) {
            post(writer, 1, "auto", 0);
            post(writer, 2, "home", 0);
            post(writer, 3, "boat", 0);
            post(writer, 4, "home", 5);
            post(writer, 5, "auto", 5);
            post(writer, 0, "auto", 5);
            post(writer, 7, "auto", 0);
        }
    }

    private String live() throws IOException {
        final StringBuilder live = new StringBuilder();
        for (int id = 1; id <= 7; id++) {
            live.append(keys.isLive(id) ? id : 0);
        }
        return live.toString();
    }

    private void at(final RetentionAgent agent, final long day, final long ms, final String live) throws IOException {
        nowMs = START_MS + day * DAY_MS + ms;
        agent.doWork();
        agent.doWork();
        assertEquals(live, live());
    }

    @Test
    void shouldForgetEachVerticalInItsTimeAndNothingThatIsNotForced() throws IOException {
        write();
        final RetentionAgent agent = agent(keys);
        at(agent, 0, 0, "1234567");
        at(agent, 10, -1, "1234567");
        at(agent, 10, 0, "1034567");
        at(agent, 15, 0, "1030567");
        at(agent, 30, -1, "1030567");
        at(agent, 30, 0, "0030567");
        at(agent, 35, 0, "0030067");
        at(agent, 4000, 0, "0030067");
        agent.onClose();
        assertEquals(4, keys.erased());
        assertEquals(List.of(), said);
    }

    @Test
    void shouldGoOnAfterAnotherStart() throws IOException {
        write();
        final RetentionAgent first = agent(keys);
        at(first, 10, 0, "1034567");
        first.onClose();
        keys.close();
        keys = open();
        final RetentionAgent second = agent(keys);
        at(second, 15, 0, "1030567");
        at(second, 35, 0, "0030067");
        second.onClose();
        assertEquals(3, keys.erased());
        assertTrue(said.isEmpty());
    }
}
