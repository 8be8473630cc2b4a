package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gavel.buyersim.Draws.Question;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Numbers by key: the same for ever, and unrelated to each other. */
class DrawsTest {
    @Test
    void shouldKeepItsNumbersForEver() {
        long key = Draws.key(7, "acme-auto", "A-1001", Call.PING);

        assertEquals("C2HNQMMF05B8E", Draws.reference(Draws.draw(key, Question.REFERENCE)));
    }

    @Test
    void shouldDependOnEveryPartOfTheKey() {
        Set<Long> keys = new HashSet<>();
        for (long seed = 1; seed <= 3; seed++) {
            for (String buyer : new String[] {"a", "b", "ab", ""}) {
                for (String lead : new String[] {"1", "2", "b1", "ab1"}) {
                    for (Call call : Call.values()) {
                        keys.add(Draws.key(seed, buyer, lead, call));
                    }
                }
            }
        }

        assertEquals(3 * 4 * 4 * 2, keys.size());
    }

    @Test
    void shouldDrawIndependentlyForEachQuestion() {
        int both = 0;
        int trials = 100_000;
        for (int i = 0; i < trials; i++) {
            long key = Draws.key(1, "acme", "L" + i, Call.PING);
            boolean isBid = Draws.isHit(Draws.draw(key, Question.BID), 500_000);
            boolean isAccepted = Draws.isHit(Draws.draw(key, Question.ACCEPT), 500_000);
            both += isBid && isAccepted ? 1 : 0;
        }

        assertEquals(0.25, both / (double) trials, 0.01);
    }

    @Test
    void shouldHitTheShareThatIsAskedFor() {
        int hits = 0;
        for (int i = 0; i < 100_000; i++) {
            hits += Draws.isHit(Draws.draw(Draws.key(1, "acme", "L" + i, Call.POST), Question.FAULT), 10_000) ? 1 : 0;
        }

        assertEquals(1_000, hits, 150);
        assertTrue(Draws.isHit(-1, 1_000_000));
        assertTrue(!Draws.isHit(0, 0));
    }

    @Test
    void shouldStayBelowTheBound() {
        assertEquals(0, Draws.below(0, 10));
        assertEquals(9, Draws.below(-1, 10));
        assertTrue(Draws.unit(0) > 0);
        assertTrue(Draws.unit(-1) < 1);
    }

    @Test
    void shouldPrintReferencesOf13Characters() {
        assertEquals("0000000000000", Draws.reference(0));
        assertEquals("FZZZZZZZZZZZZ", Draws.reference(-1));
        assertNotEquals(Draws.reference(1), Draws.reference(2));
    }
}
