package gavel.server.path;

import gavel.persist.keys.Shredded;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.BodyReader;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordHeader;
import gavel.persist.record.RecordKind;
import gavel.server.sale.LeadFields;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is kept of people: encrypted, of leads that were posted, and of no others. */
class KeptFieldsTest extends PathCase {
    private static final String PHONE = "5125550100";
    private final List<PostingBody> postings = new ArrayList<>();
    private final List<Integer> personalBytesElsewhere = new ArrayList<>();

    @BeforeEach
    void keep() {
        sample.keepsFields = true;
    }

    private void startAndLook() {
        final RecordDecoder decoder = new RecordDecoder();
        server = new FakeServer(sample.config(), directory.resolve("live"), time,
                (location, buffer, offset, length) -> look(decoder, buffer, offset));
    }

    private void look(final RecordDecoder decoder, final DirectBuffer buffer, final int offset) {
        final int kind = RecordHeader.kindCode(buffer, offset);
        decoder.wrap(buffer, offset);
        if (kind == RecordKind.POSTING.code()) {
            postings.add(BodyReader.posting(decoder));
        } else if (kind == RecordKind.SALE.code()) {
            personalBytesElsewhere.add(BodyReader.sale(decoder).lead().personal().length);
        } else if (kind == RecordKind.LEAD_ENDED.code()) {
            personalBytesElsewhere.add(BodyReader.leadEnded(decoder).lead().personal().length);
        }
    }

    private void sell(final String id, final String phone) {
        final FakePublisher publisher = post(id, phone, 800, "");
        for (int i = 0; i < sample.buyers; i++) {
            server.buyer(i).bid(i == 0 ? "5.00" : "3.00");
        }
        server.drain();
        server.buyer(0).accept();
        server.drain();
        assertOutcome("sold", 0, publisher);
    }

    private Map<String, String> fields(final int posting) throws IOException {
        return LeadFields.read(server.keys().decrypt(postings.get(posting).lead().keyId(),
                postings.get(posting).lead().personal()));
    }

    @Test
    void shouldKeepTheFieldsOfWhatWasPostedUnderAKeyOfItsOwn() throws IOException {
        startAndLook();
        sell("A-1", PHONE);
        sell("A-2", "5125550101");
        assertEquals(Map.of("zip", "78701", "phone", "+1" + PHONE), fields(0));
        assertEquals(Map.of("zip", "78701", "phone", "+15125550101"), fields(1));
        assertEquals(List.of(1, 2), postings.stream().map(posting -> posting.lead().keyId()).toList());
        assertEquals(List.of(0, 0), personalBytesElsewhere);
        assertIdle();
    }

    @Test
    void shouldHaveNoFieldInTheClearInAnyFile() throws IOException {
        startAndLook();
        sell("A-1", PHONE);
        final FakePublisher running = post("A-2", "5125550101", 800, "");
        bid("5.00", "4.00", "3.00");
        int files = 0;
        try (Stream<Path> tree = Files.walk(directory)) {
            for (final Path file : tree.filter(Files::isRegularFile).toList()) {
                files++;
                final String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(text.contains(PHONE) || text.contains("5125550101"), file.toString());
            }
        }
        assertTrue(files >= 4, files + " files");
        server.drain();
        server.buyer(0).accept();
        server.drain();
        assertOutcome("sold", 0, running);
    }

    @Test
    void shouldWriteTheSameFieldsForARunnerUp() throws IOException {
        startAndLook();
        final FakePublisher publisher = post("A-1", PHONE, 800, "");
        bid("5.00", "4.00", "3.00");
        server.drain();
        server.buyer(0).reject();
        server.drain();
        server.buyer(1).accept();
        server.drain();
        assertOutcome("sold", 0, publisher);
        assertEquals(2, postings.size());
        assertEquals(fields(0), fields(1));
        assertEquals(postings.get(0).lead().keyId(), postings.get(1).lead().keyId());
        assertIdle();
    }

    @Test
    void shouldUseNoKeyForWhatIsNotPosted() {
        startAndLook();
        for (int i = 0; i < 3 * sample.leadsMax; i++) {
            assertOutcome("unsold", 402, unwanted(i));
        }
        assertEquals(List.of(), postings);
        sell("A-1", PHONE);
        assertEquals(1, postings.get(0).lead().keyId());
        assertIdle();
    }

    private FakePublisher unwanted(final int number) {
        final FakePublisher publisher = post("U-" + number, String.format("512556%04d", number), 800, "");
        bid("0", "0", "0");
        server.drain();
        return publisher;
    }

    @Test
    void shouldLetNoLeadInWithoutAKeyAndGoOnWhenThereIsOne() {
        sample.leadsMax = 4;
        sample.buyers = 1;
        startAndLook();
        for (int i = 0; i < 4; i++) {
            sell("A-" + i, String.format("512557%04d", i));
        }
        final FakePublisher refused = post("A-4", "5125580000", 800, "");
        assertTrue(refused.answer().contains("\"code\":912"), refused.answer());
        assertIdle();
        server.makeKeys();
        sell("A-5", "5125580000");
        assertIdle();
    }

    @Test
    void shouldNotSellALeadMoreThanKeysAreReadyFor() {
        sample.leadsMax = 4;
        startAndLook();
        final List<FakePublisher> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(post("A-" + i, String.format("512557%04d", i), 800, ""));
        }
        assertTrue(post("A-9", "5125580000", 800, "").answer().contains("\"code\":9"));
        for (int i = 0; i < 4; i++) {
            bid("5.00", "4.00", "3.00");
            server.drain();
            server.buyer(0).accept();
            server.drain();
        }
        running.forEach(publisher -> assertOutcome("sold", 0, publisher));
        assertIdle();
    }

    @Test
    void shouldLeaveTheRecordsOfAForgottenPersonReadable() throws IOException {
        startAndLook();
        sell("A-1", PHONE);
        assertTrue(server.keys().erase(1, Shredded.ASKED, 0));
        assertFalse(server.keys().isLive(1));
        restart(true);
        sell("A-2", "5125550101");
        assertIdle();
    }
}
