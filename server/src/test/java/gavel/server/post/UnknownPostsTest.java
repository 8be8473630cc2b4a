package gavel.server.post;

import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.BodyWriter;
import gavel.persist.record.PostOutcome;
import gavel.persist.record.RecordEncoder;
import gavel.persist.record.RecordKind;
import gavel.server.post.UnknownPosts.UnknownPost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Which posts are unknown, by what the journal says of them. */
class UnknownPostsTest {
    private static final long S = 1_000_000_000L;

    private final UnknownPosts unknown = new UnknownPosts();
    private final RecordEncoder encoder = new RecordEncoder(1024);

    private void header(final long location, final RecordKind kind, final long lead, final int attempt) {
        encoder.begin(kind, lead, attempt, 1, 0);
        unknown.onRecord(location, encoder.buffer(), 0, encoder.end());
    }

    private void ended(final long lead, final int attempt, final PostOutcome outcome, final long epochNs) {
        encoder.begin(RecordKind.POST_ENDED, lead, attempt, 1, epochNs);
        BodyWriter.postEnded(encoder, new PostEndedBody("c", "b", outcome.code(), 505, 0, 0, ""));
        unknown.onRecord(0, encoder.buffer(), 0, encoder.end());
    }

    @Test
    void shouldKnowWhichPostOfALeadItIs() {
        header(10, RecordKind.POSTING, 7, 1);
        ended(7, 1, PostOutcome.REJECTED, S);
        assertEquals(0, unknown.count());
        header(20, RecordKind.POSTING, 7, 2);
        ended(7, 2, PostOutcome.UNKNOWN, 2 * S);
        assertEquals(0, unknown.count(), "its lead has no end yet");
        header(30, RecordKind.LEAD_ENDED, 7, 0);
        assertEquals(List.of(new UnknownPost(7, 2, "b", 20, 2 * S)), unknown.all());
    }

    @Test
    void shouldLeaveOutWhatWasSoldOrNotSent() {
        header(10, RecordKind.POSTING, 1, 1);
        header(20, RecordKind.POSTING, 2, 1);
        header(30, RecordKind.SALE, 1, 1);
        ended(2, 1, PostOutcome.NOT_SENT, S);
        header(40, RecordKind.LEAD_ENDED, 2, 0);
        assertEquals(List.of(), unknown.all());
        assertEquals(0, unknown.oldestNs(9 * S));
    }

    @Test
    void shouldListAPostWhoseEndWasLostAndFoundAfterThatOfItsLead() {
        header(10, RecordKind.POSTING, 7, 1);
        header(20, RecordKind.POSTING, 7, 2);
        ended(7, 2, PostOutcome.REJECTED, S);
        header(30, RecordKind.LEAD_ENDED, 7, 0);
        assertEquals(0, unknown.count());
        ended(7, 1, PostOutcome.UNKNOWN, 2 * S);
        assertEquals(List.of(new UnknownPost(7, 1, "b", 10, 2 * S)), unknown.all());
        ended(7, 1, PostOutcome.UNKNOWN, 3 * S);
        assertEquals(2 * S, unknown.all().get(0).sinceEpochNs(), "its end was there");
    }

    @Test
    void shouldNotListAnEarlierPostOfALeadThatWasSold() {
        header(10, RecordKind.POSTING, 7, 1);
        header(20, RecordKind.POSTING, 7, 2);
        header(30, RecordKind.SALE, 7, 2);
        ended(7, 1, PostOutcome.UNKNOWN, 2 * S);
        header(40, RecordKind.LEAD_ENDED, 7, 0);
        assertEquals(0, unknown.count());
    }

    @Test
    void shouldSayHowOldTheOldestLeadIs() {
        header(10, RecordKind.POSTING, 5, 1);
        header(20, RecordKind.POSTING, 4, 1);
        ended(5, 1, PostOutcome.UNKNOWN, 3 * S);
        ended(4, 1, PostOutcome.UNKNOWN, 4 * S);
        header(30, RecordKind.LEAD_ENDED, 5, 0);
        header(40, RecordKind.LEAD_ENDED, 4, 0);
        assertEquals(List.of(4L, 5L), unknown.all().stream().map(UnknownPost::leadId).toList());
        assertEquals(6 * S, unknown.oldestNs(10 * S));
        assertEquals(0, unknown.oldestNs(S), "a clock that was set back makes nothing negative");
    }

    @ParameterizedTest
    @EnumSource(value = RecordKind.class, names = {"SALE", "NO_SALE"})
    void shouldForgetWhatWasFoundOut(final RecordKind found) {
        header(10, RecordKind.POSTING, 5, 1);
        ended(5, 1, PostOutcome.UNKNOWN, 3 * S);
        header(20, RecordKind.LEAD_ENDED, 5, 0);
        assertEquals(5, unknown.of(5).leadId());
        header(30, found, 5, 1);
        assertEquals(0, unknown.count());
        assertNull(unknown.of(5));
    }
}
