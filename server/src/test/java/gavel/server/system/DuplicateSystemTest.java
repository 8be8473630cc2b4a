package gavel.server.system;

import gavel.server.lead.LeadReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** One person is sold once within the window. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class DuplicateSystemTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"process", "disk"})
    void shouldRefuseAPersonThatWasSoldAndTakeOneThatWasNot(final String durability) throws Exception {
        try (TestServer test = new TestServer(folder).set("sale.durability", durability)
                .buyer("only", "ping: {price: fixed(2.00)}").start()) {
            try (TestPublisher publisher = test.publisher()) {
                assertEquals("200 sold", publisher.lead(Leads.json(1, 1, "")).outcome());
                assertEquals("200 unsold", publisher.lead(Leads.json(2, 2, ",\"floor\":\"9.00\"")).outcome());

                final Answer again = publisher.lead(Leads.json(3, 1, ""));
                assertEquals("200 duplicate", again.outcome());
                assertEquals(210, again.code());
                assertEquals(1, test.count(LeadReason.DUPLICATE));
                assertEquals("200 unsold", publisher.lead(Leads.json(4, 2, ",\"floor\":\"9.00\"")).outcome());
            }
            test.restart();
            try (TestPublisher publisher = test.publisher()) {
                assertEquals("200 duplicate", publisher.lead(Leads.json(5, 1, "")).outcome());
                assertEquals("200 sold", publisher.lead(Leads.json(6, 2, "")).outcome());
            }
        }
    }

    @Test
    void shouldLetOneThroughOfTwoOfThePersonAtTheSameMoment() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "ping: {latency: fixed(100ms)}").start();
             TestPublisher one = test.publisher(); TestPublisher other = test.publisher()) {
            for (int i = 0; i < 5; i++) {
                one.send(Leads.json(2 * i, i, ""), "application/json");
                other.send(Leads.json(2 * i + 1, i, ""), "application/json");
                final String outcomes = one.read(0).outcome() + ", " + other.read(0).outcome();

                assertEquals(outcomes.startsWith("200 sold") ? "200 sold, 200 duplicate" : "200 duplicate, 200 sold",
                        outcomes);
            }
            assertEquals(5, test.sim().book("only").accepted());
        }
    }

    @Test
    void shouldTakeAPersonAgainWhenTheWindowIsOver() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("only", "")) {
            window(test, "2s");
            test.start();
            try (TestPublisher publisher = test.publisher()) {
                assertEquals("200 sold", publisher.lead(Leads.json(1, 1, "")).outcome());
                assertEquals("200 duplicate", publisher.lead(Leads.json(2, 1, "")).outcome());
                Until.holds("the window is over",
                        () -> publisher.lead(Leads.json(3, 1, "")).outcome().equals("200 sold"));
            }
        }
    }

    private static void window(final TestServer test, final String window) throws Exception {
        final Path file = test.config().resolve("verticals/auto.yaml");
        Files.writeString(file, Files.readString(file).replace("30d", window));
    }
}
