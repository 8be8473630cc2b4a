package gavel.buyersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the books say afterwards: lines, repeats, timings, sums. */
class BookTest {
    @TempDir
    Path folder;

    private static Script script(final String rest) throws ScriptException {
        return Script.parse("s", "buyers: [{id: acme, port: 0, ping: {price: fixed(7.50)}" + rest + "}]");
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(folder.resolve("acme.csv"));
        } catch (IOException e) {
            return List.of();
        }
    }

    @Test
    void shouldBookARepeatedPostOnceAndAnswerItTheSame() throws Exception {
        try (BuyerSim sim = BuyerSim.start(script(""), 1, "127.0.0.1", folder);
             RawClient client = new RawClient(sim, "acme")) {
            RawClient.Reply first = client.call("/post", RawClient.post("A-1"));
            RawClient.Reply again = client.call("/post", "{\"lead\":\"A-1\",\"price\":\"9.99\"}");

            assertEquals(first, again);
            assertEquals(2, sim.book("acme").posts());
            assertEquals(1, sim.book("acme").accepted());
            assertEquals(1, sim.book("acme").repeated());
            assertEquals(7_500_000, sim.book("acme").acceptedMicros());
        }
        assertEquals(2, lines().size());
    }

    @Test
    void shouldWriteOneLinePerDecidedPost() throws Exception {
        try (BuyerSim sim = BuyerSim.start(script(""), 1, "127.0.0.1", folder);
             RawClient client = new RawClient(sim, "acme")) {
            client.call("/ping", RawClient.ping("A-1"));
            client.call("/post", RawClient.post("A-1"));
            client.call("/post", RawClient.post("a,\\\"b"));
            Until.holds("the book is flushed while the buyer runs", () -> lines().size() == 3);
        }
        assertEquals(BookLine.HEADER, lines().get(0));
        assertTrue(lines().get(1).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z,A-1,accepted,7500000,"
            + "[0-9A-Z]{13},yes"), lines().get(1));
        assertTrue(lines().get(2).contains(",\"a,\"\"b\",accepted,"), lines().get(2));
    }

    @Test
    void shouldBookRejections() throws Exception {
        try (BuyerSim sim = BuyerSim.start(script(", post: {accept: 0%}"), 1, "127.0.0.1", folder);
             RawClient client = new RawClient(sim, "acme")) {
            client.call("/post", RawClient.post("A-1"));
            assertEquals(0, sim.book("acme").acceptedMicros());
        }
        assertTrue(lines().get(1).contains(",A-1,rejected,7500000,"));
    }

    @Test
    void shouldSayWhenAnAcceptWasNeverAnswered() throws Exception {
        try (BuyerSim sim = BuyerSim.start(script(", faults: {post: {accept_then_reset: 100%}}"), 1, "127.0.0.1",
            folder)) {
            try (RawClient client = new RawClient(sim, "acme")) {
                client.post("/post", RawClient.post("A-1"));
                assertThrows(SocketException.class, client::byteOrEnd);
            }
            try (RawClient client = new RawClient(sim, "acme")) {
                client.send("GET /status?lead=A-1 HTTP/1.1\r\nhost: b\r\n\r\n");
                String state = client.reply().body();
                assertTrue(state.startsWith("{\"lead\":\"A-1\",\"state\":\"accepted\",\"price\":\"7.50\""), state);
                client.send("GET /status?lead=A-2 HTTP/1.1\r\nhost: b\r\n\r\n");
                assertEquals("{\"lead\":\"A-2\",\"state\":\"none\"}", client.reply().body());
            }
            assertEquals(1, sim.book("acme").count(Count.POSTS_UNANSWERED));
        }
        assertTrue(lines().get(1).endsWith(",no"), lines().get(1));
    }

    @Test
    void shouldBookAnAcceptWhosePeerHungUpFirst() throws Exception {
        try (BuyerSim sim = BuyerSim.start(script(", post: {latency: fixed(30s)}"), 1, "127.0.0.1", folder)) {
            try (RawClient client = new RawClient(sim, "acme")) {
                client.post("/post", RawClient.post("A-1"));
                Until.holds("the post is decided", () -> sim.book("acme").accepted() == 1);
            }
            Until.holds("the line is written", () -> lines().size() == 2);
        }
        assertTrue(lines().get(1).endsWith(",no"), lines().get(1));
    }

    @Test
    void shouldBookAtTheEndWhatIsStillUnanswered() throws Exception {
        BuyerSim sim = BuyerSim.start(script(", post: {latency: fixed(30s)}"), 1, "127.0.0.1", folder);
        try (RawClient client = new RawClient(sim, "acme")) {
            client.post("/post", RawClient.post("A-1"));
            Until.holds("the post is decided", () -> sim.book("acme").accepted() == 1);
            sim.close();
            assertTrue(lines().get(1).endsWith(",no"), lines().get(1));
        }
    }

    @Test
    void shouldAnswerHonestlyOnRepeatWhenToldTo() throws Exception {
        try (BuyerSim sim = BuyerSim.start(script(", faults: {post: {status_500: 100%}, honest_on_repeat: true}"), 1,
            "127.0.0.1", folder);
             RawClient client = new RawClient(sim, "acme")) {
            assertEquals(500, client.call("/post", RawClient.post("A-1")).status());
            assertEquals(200, client.call("/post", RawClient.post("A-1")).status());
            assertEquals(200, client.call("/post", RawClient.post("A-1")).status());

            BuyerTotals totals = sim.book("acme");
            assertEquals(1, totals.accepted());
            assertEquals(1, totals.repeated());
            assertEquals(1, totals.count(Count.POSTS_UNDECIDED));
        }
    }

    @Test
    void shouldNotBookAgainWhatAnEarlierRunBooked() throws Exception {
        for (int run = 0; run < 2; run++) {
            try (BuyerSim sim = BuyerSim.start(script(""), 1, "127.0.0.1", folder);
                 RawClient client = new RawClient(sim, "acme")) {
                client.call("/post", RawClient.post("a,\\\"b"));
                assertEquals(run, sim.book("acme").repeated());
                assertEquals(1 - run, sim.book("acme").accepted());
            }
        }
        assertEquals(2, lines().size());
    }

    @Test
    void shouldPassOverALineThatWasTorn() throws Exception {
        Files.writeString(folder.resolve("acme.csv"),
            BookLine.HEADER + "\n2026-11-22T10:00:00Z,A-1,accepted,7500000,AAAAAAAAAAAAA,yes\n"
            + "2026-11-22T10:00:01Z,A-2,acc");
        try (BuyerSim sim = BuyerSim.start(script(""), 1, "127.0.0.1", folder);
             RawClient client = new RawClient(sim, "acme")) {
            assertEquals(1, sim.recalled());
            client.call("/post", RawClient.post("A-2"));
        }
        assertEquals(4, lines().size());
        assertTrue(lines().get(3).contains(",A-2,accepted,7500000,"), lines().get(3));
    }

    @Test
    void shouldKeepAcceptedLeadsOnlyWhenAskedToAndOnlySoMany() throws Exception {
        try (BuyerSim sim = BuyerSim.start(script(""), 1, "127.0.0.1", null)) {
            assertThrows(IllegalStateException.class, () -> sim.acceptedLeads("acme"));
            assertThrows(IllegalArgumentException.class, () -> sim.port("nobody"));
        }
        try (BuyerSim sim = BuyerSim.start(SimConfig.of(script("")).keepingAcceptedLeads(2));
             RawClient client = new RawClient(sim, "acme")) {
            for (int i = 1; i <= 3; i++) {
                client.call("/post", RawClient.post("A-" + i));
            }
            assertEquals(Map.of("A-1", 7_500_000L, "A-2", 7_500_000L), sim.acceptedLeads("acme"));
        }
    }

    @Test
    void shouldForgetTheOldestLeadBeyondTheLimit() throws Exception {
        try (BuyerSim sim = BuyerSim.start(script(", limits: {leads: 1}"), 1, "127.0.0.1", null);
             RawClient client = new RawClient(sim, "acme")) {
            client.call("/post", RawClient.post("A-1"));
            client.call("/post", RawClient.post("A-2"));

            assertEquals(1, sim.book("acme").count(Count.LEADS_FORGOTTEN));
        }
    }

    @Test
    void shouldRecordWhenCallsCameInAndAnswersLeft() throws Exception {
        Path file = folder.resolve("timings.csv");
        long beforeNs = System.nanoTime();
        SimConfig config = SimConfig.of(script(", post: {latency: fixed(5ms)}, faults: {ping: {reset: 100%}}"))
            .withTimingsFile(file);
        try (BuyerSim sim = BuyerSim.start(config)) {
            try (RawClient client = new RawClient(sim, "acme")) {
                client.call("/post", RawClient.post("A-1"));
            }
            try (RawClient client = new RawClient(sim, "acme")) {
                client.post("/ping", RawClient.ping("A-2"));
                assertThrows(SocketException.class, client::byteOrEnd);
            }
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals(TimingLine.HEADER, lines.get(0));
        String[] post = lines.get(1).split(",");
        assertEquals("A-1,acme,post", String.join(",", post[0], post[1], post[2]));
        assertTrue(Long.parseLong(post[3]) > beforeNs);
        assertTrue(Long.parseLong(post[4]) - Long.parseLong(post[3]) >= 5_000_000);
        assertTrue(lines.get(2).matches("A-2,acme,ping,\\d+,"), lines.get(2));
    }

    @Test
    void shouldRefuseAPostWhenTheBookHasNoRoom() throws Exception {
        LineWriter writer = new LineWriter("full-book", 1);
        LineWriter.Sheet sheet = writer.open(folder.resolve("acme.csv"), BookLine.HEADER);
        Buyer buyer = new Buyer(script("").buyers().get(0), 1, new Books(writer, sheet, null, null, 0));
        byte[] first = RawClient.post("A-1").getBytes();
        byte[] second = RawClient.post("A-2").getBytes();

        Exchange booked = buyer.onPost(first, "application/json", 0);
        Exchange refused = buyer.onPost(second, "application/json", 0);
        buyer.onFinished(booked, 1);

        assertEquals(503, refused.answer().status());
        assertEquals(1, buyer.totals().count(Count.POSTS_REFUSED));
        writer.start();
        writer.close();
        assertEquals(2, lines().size());
    }

    @Test
    void shouldCountTimingsForWhichThereIsNoRoom() throws Exception {
        LineWriter writer = new LineWriter("full-timings", 1);
        LineWriter.Sheet sheet = writer.open(folder.resolve("t.csv"), TimingLine.HEADER);
        writer.offer(new TimingLine(sheet, "A-1", "acme", Call.PING, 1, 2));
        writer.offer(new TimingLine(sheet, "A-2", "acme", Call.PING, 1, 2));

        assertEquals(1, writer.dropped());
        writer.start();
        writer.close();
        assertEquals(List.of(TimingLine.HEADER, "A-1,acme,ping,1,2"), Files.readAllLines(folder.resolve("t.csv")));
    }
}
