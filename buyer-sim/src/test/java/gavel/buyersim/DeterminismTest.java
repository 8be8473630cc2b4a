package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The same seed, script and leads give the same decisions and delays in any order. */
class DeterminismTest {
    private static final String SCRIPT = """
        buyers:
          - id: acme
            port: 0
            ping: {latency: "lognormal(median 8ms, p99 40ms)", bid: 70%, price: "uniform(1.00, 9.00)"}
            post: {latency: "pareto(min 1ms, p99 30ms)", accept: 80%}
            faults: {ping: {hang: 5%, late: 5%, status_500: 5%}, post: {hang: 5%, accept_then_reset: 5%}}
        """;
    private static final int LEADS = 5_000;

    private final Map<String, String> decisionByCall = new TreeMap<>();

    private BuyerTotals play(final long seed, final List<Integer> order) throws ScriptException {
        decisionByCall.clear();
        Buyer buyer = new Buyer(Script.parse("s", SCRIPT).buyers().get(0), seed, Books.NONE);
        for (int lead : order) {
            byte[] body = ("{\"lead\":\"L" + lead + "\"}").getBytes();
            Exchange ping = buyer.onPing(body, "application/json", 0);
            Exchange post = buyer.onPost(body, "application/json", 0);
            decisionByCall.put("ping" + lead, ping.fault() + " " + ping.dueNs() + " " + ping.answer().body());
            decisionByCall.put("post" + lead, post.fault() + " " + post.dueNs() + " " + post.answer().body());
        }
        return buyer.totals();
    }

    @Test
    void shouldNotDependOnTheOrderOfArrival() throws ScriptException {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < LEADS; i++) {
            order.add(i);
        }
        BuyerTotals totals = play(42, order);
        Map<String, String> decisions = new TreeMap<>(decisionByCall);
        Collections.shuffle(order, new Random(1));

        assertEquals(totals, play(42, order));
        assertEquals(decisions, decisionByCall);
        play(43, order);
        assertNotEquals(decisions, decisionByCall);
    }

    @Test
    void shouldKeepItsBooksBalanced() throws ScriptException {
        List<Integer> order = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < LEADS; i++) {
            order.add(random.nextInt(LEADS / 2));
        }
        BuyerTotals totals = play(42, order);

        assertEquals(LEADS, totals.pings());
        assertEquals(totals.pings(), totals.bids() + totals.noBids() + totals.count(Count.PINGS_UNDECIDED));
        assertEquals(totals.posts(), totals.accepted() + totals.rejected() + totals.repeated()
            + totals.count(Count.POSTS_UNDECIDED) + totals.count(Count.POSTS_REFUSED));
        assertEquals(0.95 * 0.7, totals.bids() / (double) LEADS, 0.1);
    }
}
