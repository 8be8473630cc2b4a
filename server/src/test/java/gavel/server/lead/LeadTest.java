package gavel.server.lead;

import gavel.config.FieldType;
import gavel.config.field.FieldCheck;
import gavel.persist.record.StatusNames;
import gavel.server.catalog.Catalog;
import gavel.server.catalog.SampleConfig;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import static gavel.server.lead.LeadState.AUCTIONED;
import static gavel.server.lead.LeadState.DUPLICATE;
import static gavel.server.lead.LeadState.FREE;
import static gavel.server.lead.LeadState.INTAKE;
import static gavel.server.lead.LeadState.INTENDED;
import static gavel.server.lead.LeadState.PINGING;
import static gavel.server.lead.LeadState.POSTING;
import static gavel.server.lead.LeadState.RECORDING;
import static gavel.server.lead.LeadState.REJECTED;
import static gavel.server.lead.LeadState.REPEATED;
import static gavel.server.lead.LeadState.ROUTED;
import static gavel.server.lead.LeadState.SOLD;
import static gavel.server.lead.LeadState.UNKNOWN;
import static gavel.server.lead.LeadState.UNSOLD;
import static gavel.server.lead.LeadState.VALIDATED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A lead's states, its reasons, and what is left of it in the pool. */
class LeadTest {
    private static final int CANDIDATES = 3;

    @Test
    void shouldMoveOnlyAsTheTableSays() {
        final Map<LeadState, Set<LeadState>> allowed = new EnumMap<>(LeadState.class);
        allowed.put(FREE, EnumSet.of(INTAKE));
        allowed.put(INTAKE, EnumSet.of(VALIDATED, REJECTED, DUPLICATE, REPEATED));
        allowed.put(REPEATED, EnumSet.of(VALIDATED, REJECTED, DUPLICATE, REPEATED, FREE));
        allowed.put(VALIDATED, EnumSet.of(ROUTED, RECORDING, REJECTED));
        allowed.put(ROUTED, EnumSet.of(PINGING, REJECTED));
        allowed.put(PINGING, EnumSet.of(AUCTIONED, REJECTED));
        allowed.put(AUCTIONED, EnumSet.of(INTENDED, PINGING, RECORDING, REJECTED));
        allowed.put(INTENDED, EnumSet.of(POSTING, AUCTIONED));
        allowed.put(POSTING, EnumSet.of(POSTING, AUCTIONED, RECORDING));
        allowed.put(RECORDING, EnumSet.of(SOLD, UNSOLD, UNKNOWN));
        for (final LeadState end : new LeadState[] {SOLD, UNSOLD, UNKNOWN, REJECTED, DUPLICATE}) {
            allowed.put(end, EnumSet.of(FREE));
        }
        for (final LeadState from : LeadState.values()) {
            for (final LeadState to : LeadState.values()) {
                assertEquals(allowed.get(from).contains(to), from.mayBecome(to), from + " to " + to);
            }
        }
    }

    @Test
    void shouldGiveEveryStateAndStatusItsOwnCode() {
        final Set<Integer> states = new HashSet<>();
        for (final LeadState state : LeadState.values()) {
            assertTrue(states.add(state.code()) && !state.sentence().isEmpty());
        }
        final Set<Object> pings = new HashSet<>();
        for (final PingStatus status : PingStatus.values()) {
            assertTrue(pings.add(status.code()) && pings.add(status.label()));
            assertEquals(status.label(), StatusNames.ping(status.code()), "as `gavel journal cat` prints it");
        }
        final Set<Object> posts = new HashSet<>();
        for (final PostStatus status : PostStatus.values()) {
            assertTrue(posts.add(status.code()) && posts.add(status.label()));
            assertEquals(status.label(), StatusNames.post(status.code()), "as `gavel journal cat` prints it");
        }
    }

    @Test
    void shouldGiveEveryReasonItsOwnCodeInTheRangeOfItsStage() {
        final Set<Integer> codes = new HashSet<>();
        for (final LeadReason reason : LeadReason.values()) {
            assertTrue(codes.add(reason.code()), reason + " has the code of another");
            assertSame(reason, LeadReason.ofCode(reason.code()));
            assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(reason.sentence()), reason.name());
            assertFalse(reason.sentence().contains("\"") || reason.sentence().contains("\\"), reason.name());
            final int range = reason.code() / 100;
            assertTrue(reason == LeadReason.NONE || range >= 1 && range <= 6 || range == 9, reason.name());
            if (range >= 3 && range <= 5) {
                assertEquals(200, reason.httpStatus(), reason + " is an outcome");
            }
            if (range == 9) {
                assertTrue(reason.httpStatus() >= 500, reason.name());
            }
        }
        assertThrows(IllegalArgumentException.class, () -> LeadReason.ofCode(999));
    }

    @Test
    void shouldForgetEverythingInThePool() {
        final SampleConfig sample = new SampleConfig();
        sample.campaigns.add(SampleConfig.campaign("a"));
        final Catalog catalog = sample.catalog();
        final LeadPool pool = new LeadPool(1, () -> new Lead(CANDIDATES));
        final Lead lead = pool.take();
        lead.begin(7, catalog, null, 1, 2);
        lead.offer(SampleConfig.offer(catalog));
        final byte[] phone = "5125550100".getBytes(StandardCharsets.UTF_8);
        lead.values().put(0, FieldCheck.of(SampleConfig.field("p", FieldType.PHONE, true)), phone, 0, phone.length);
        for (final Text text : new Text[] {lead.publisherLeadId(), lead.sub(0), lead.sub(4), lead.clickPublisher(),
            lead.buyerText(), lead.redirectUrl()}) {
            text.set(phone, 0, phone.length);
        }
        lead.answer(phone, phone.length);
        lead.keyHash()[3] = 1;
        lead.duplicates()[0] = 5;
        lead.duplicateCount(1);
        assertTrue(lead.addCandidate(catalog.campaigns().get(0)));
        lead.candidate(0).reference().set(phone, 0, phone.length);
        lead.winner(lead.candidate(0));
        lead.beginAttempt();
        lead.onAnswered();
        lead.stamp(Stage.PING, 500);
        lead.state(SOLD);
        lead.reason(LeadReason.ALL_LATE);
        pool.giveBack(lead);
        assertThrows(IllegalStateException.class, () -> pool.giveBack(lead));

        assertSame(lead, pool.take());
        assertEquals(FREE, lead.state());
        assertEquals(LeadReason.NONE, lead.reason());
        assertEquals(0, lead.publisherLeadId().length() + lead.sub(0).length() + lead.redirectUrl().length());
        for (final byte[] bytes : new byte[][] {lead.values().text(), lead.publisherLeadId().bytes(),
            lead.sub(4).bytes(), lead.clickPublisher().bytes(), lead.buyerText().bytes(), lead.redirectUrl().bytes(),
            lead.answer(), lead.keyHash(), lead.candidate(0).reference().bytes()}) {
            assertEquals("", new String(bytes, StandardCharsets.US_ASCII).replace("\0", ""));
        }
        assertEquals(0, lead.duplicates()[0]);
        assertNull(lead.offer());
        assertNull(lead.winner());
        assertEquals(0, lead.stageNs(Stage.PING) + lead.attempt() + lead.candidateCount() + lead.answerLength());
        assertFalse(lead.isAnswered() || lead.isAwaited() || lead.values().has(0));
        assertEquals(Lead.NO_TIMER, lead.timer());
    }

    @Test
    void shouldHaveRoomForSoManyCandidatesOnly() {
        final SampleConfig sample = new SampleConfig();
        sample.campaigns.add(SampleConfig.campaign("a"));
        final Catalog catalog = sample.catalog();
        final Lead lead = new Lead(CANDIDATES);
        for (int i = 0; i < CANDIDATES; i++) {
            assertTrue(lead.addCandidate(catalog.campaigns().get(0)));
        }
        assertFalse(lead.addCandidate(catalog.campaigns().get(0)));
        assertEquals(CANDIDATES, lead.candidateCount());
        assertNull(lead.takeNext());
    }

    @Test
    void shouldNotSayThatACandidateTookTimeThatWasNeverAsked() {
        final SampleConfig sample = new SampleConfig();
        sample.campaigns.add(SampleConfig.campaign("a"));
        final Lead lead = new Lead(CANDIDATES);
        lead.addCandidate(sample.catalog().campaigns().get(0));
        lead.candidate(0).onAnswered(PingStatus.LIMIT, 0, 5_000_000_000L);
        assertEquals(0, lead.candidate(0).elapsedUs());
        lead.candidate(0).onAsked(null, -7_000);
        lead.candidate(0).onAnswered(PingStatus.BID, 1, -4_000);
        assertEquals(3, lead.candidate(0).elapsedUs());
    }

    @Test
    void shouldLendOutAsManyLeadsAsItMay() {
        final LeadPool pool = new LeadPool(2, () -> new Lead(CANDIDATES));
        final Lead one = pool.take();
        assertNotNull(pool.take());
        assertNull(pool.take());
        assertEquals(2, pool.inFlight());
        one.state(SOLD);
        pool.giveBack(one);
        assertEquals(1, pool.inFlight());
        assertSame(one, pool.take());
        assertNull(pool.take());
    }

    @Test
    void shouldNotLeaveTheEndOfALongerTextBehind() {
        final Text text = new Text(8);
        final byte[] bytes = "personal".getBytes(StandardCharsets.US_ASCII);
        assertTrue(text.set(bytes, 0, 8));
        assertTrue(text.set(bytes, 0, 2));
        assertEquals("pe", text.toString());
        text.clear();
        assertEquals("", new String(text.bytes(), StandardCharsets.US_ASCII).replace("\0", ""));
        assertFalse(new Text(2).set(bytes, 0, 3));
    }

    @Test
    void shouldListSoManyProblemsAndCountTheRest() {
        final Problems problems = new Problems();
        final byte[] name = ("a\u0000\"\u00e9" + "x".repeat(100)).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < Problems.LISTED_MAX + 5; i++) {
            problems.add(LeadReason.UNKNOWN_FIELD, name, 0, name.length, "no");
        }
        assertEquals(Problems.LISTED_MAX + 5, problems.count());
        assertEquals(Problems.LISTED_MAX, problems.listed());
        assertTrue(problems.name(63).toString().startsWith("a?\"??xxx"));
        problems.clear();
        assertEquals(0, problems.count() + problems.listed());
    }
}
