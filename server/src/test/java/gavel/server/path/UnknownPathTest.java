package gavel.server.path;

import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.PostOutcome;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.persist.recover.RecordStore;
import gavel.server.post.UnknownPosts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** One record says what became of an unknown post, however many find it out at once. */
class UnknownPathTest {
    private static final int THREADS = 4;
    private static final int LEADS = 200;

    @TempDir
    Path directory;

    private final UnknownPosts unknown = new UnknownPosts();
    private final int[] records = new int[1];
    private RecordStore store;
    private UnknownPath path;

    @BeforeEach
    void open() {
        store = RecordStore.open(directory, new SampleServer().config().server(), 1, List.of(unknown), failure -> {
            throw new AssertionError("the journal can't be written", failure);
        }, new StopAnswers());
        store.drain().addAfterForce(unknown);
        store.drain().addAfterForce((location, buffer, offset, length) -> {
            final int kind = RecordHeader.kindCode(buffer, offset);
            records[0] += kind == RecordKind.SALE.code() || kind == RecordKind.NO_SALE.code() ? 1 : 0;
        });
        path = new UnknownPath(unknown, store::reader, store.drain().control(), () -> 1);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static UnknownPath.Finding finding(final PostOutcome outcome) {
        return new UnknownPath.Finding(outcome, "", new Found(FoundBy.PERSON, "by mail"));
    }

    @Test
    void shouldRecordOneOfManyFindings() throws Exception {
        final UnknownRecords leads = new UnknownRecords(store);
        for (int lead = 1; lead <= LEADS; lead++) {
            leads.unknown(lead, "b", 1);
        }
        final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int lead = 1; lead <= LEADS; lead++) {
            final int leadId = lead;
            final List<Callable<UnknownPath.Ended>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                final PostOutcome outcome = i % 2 == 0 ? PostOutcome.SOLD : PostOutcome.REJECTED;
                calls.add(() -> path.end(leadId, finding(outcome)));
            }
            int ended = 0;
            for (final Future<UnknownPath.Ended> call : threads.invokeAll(calls)) {
                ended += Objects.isNull(call.get()) ? 0 : 1;
            }
            assertEquals(1, ended, "lead " + lead);
            store.drain().doWork();
            assertNull(path.end(leadId, finding(PostOutcome.SOLD)), "it is no longer unknown");
        }
        threads.shutdown();
        assertEquals(LEADS, records[0]);
        assertEquals(LEADS, path.count(PostOutcome.SOLD, FoundBy.PERSON)
                + path.count(PostOutcome.REJECTED, FoundBy.PERSON));
    }
}
