package gavel.server.start;

import gavel.server.intake.Door;
import gavel.server.intake.IdempotencyGate;
import gavel.server.path.AnswerStore;
import gavel.server.path.SharedParts;
import gavel.server.buyer.CallGate;
import gavel.server.route.BreakerGate;
import gavel.server.runtime.Faults;
import gavel.server.validate.DuplicateGate;
import gavel.server.validate.DuplicateGate.DuplicateStatus;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Forgetting, with a clock that the test moves. */
class TidyAgentTest {
    private static final int CAPACITY = 20;
    private static final long WINDOW_MS = 10_000;

    private final DuplicateGate duplicates = new DuplicateGate(CAPACITY, WINDOW_MS);
    private final IdempotencyGate idempotency = new IdempotencyGate(CAPACITY, 1);
    private final SharedParts shared = new SharedParts(new Door(), idempotency, duplicates,
            new AnswerStore(WINDOW_MS, CAPACITY, idempotency), new Faults(() -> 0), new BreakerGate(), new CallGate(),
            null);
    private long nowMs = 1_000_000;
    private final TidyAgent agent = new TidyAgent(shared, () -> nowMs);

    private DuplicateStatus claim(final long person) {
        final long[] identities = {person};
        final DuplicateStatus status = duplicates.claim(identities, 1, nowMs / 1000);
        if (status == DuplicateStatus.CLAIMED) {
            duplicates.keep(identities, 1, (nowMs + WINDOW_MS) / 1000);
        }
        return status;
    }

    @Test
    void shouldMakeRoomForNewPeopleWhenTheWindowIsOver() {
        agent.doWork();
        long person = 1;
        while (claim(person) == DuplicateStatus.CLAIMED) {
            person++;
        }
        assertEquals(CAPACITY + 1, person);
        assertEquals(DuplicateStatus.FULL, claim(person));

        nowMs += WINDOW_MS - 1;
        agent.doWork();
        assertEquals(DuplicateStatus.FULL, claim(person), "the window is not over");

        nowMs += 100;
        agent.doWork();
        assertEquals(DuplicateStatus.CLAIMED, claim(person));
        assertTrue(duplicates.size() <= CAPACITY);
    }

    @Test
    void shouldNeverCountAsWorkSoThatItsThreadCanRest() {
        for (int i = 0; i < 1000; i++) {
            nowMs += 7;
            assertEquals(0, agent.doWork());
        }
    }
}
