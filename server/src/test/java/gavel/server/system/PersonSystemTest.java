package gavel.server.system;

import gavel.server.admin.AdminClient;
import gavel.server.admin.AdminException;
import gavel.server.start.ExitCode;
import gavel.server.start.StartException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** People's data as operators meet it: kept, shown, forgotten, under master keys that change. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class PersonSystemTest {
    @TempDir
    Path folder;
    private Path key;

    @BeforeEach
    void makeKey() throws Exception {
        key = folder.resolve("personal.key");
        Files.writeString(key, key(1));
    }

    private static String key(final int fill) {
        final byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private TestServer server() throws Exception {
        return new TestServer(folder).set("personal.key.file", key.toString())
                .buyer("payer", "ping: {price: fixed(4.00)}");
    }

    @Test
    void shouldShowAndForgetALeadAndLeaveTheBooksWhole() throws Exception {
        try (TestServer test = server().start()) {
            final String lead = sell(test, 1);
            final String other = sell(test, 2);
            assertEquals(List.of("zip,78701", "state,TX", "phone,+12025550001", "note,\"say \"\"hi\"\"\""),
                    sorted(show(test, lead)));
            assertEquals(Map.of("leads", 1L, "erased", List.of(lead)), client(test).act("/person",
                    Map.of("lead_id", lead)));
            assertEquals(Map.of("leads", 1L, "erased", List.of()), client(test).act("/person",
                    Map.of("lead_id", lead)));
            assertTrue(refused(test, lead).matches("404: the fields of lead " + lead
                    + " can't be read: key [0-9]+ was erased on request at .*"), refused(test, lead));
            test.restart();
            assertTrue(refused(test, lead).startsWith("404: "));
            assertEquals(4, show(test, other).size());
            assertEquals("200 sold", answer(test, 3));
        }
    }

    private static List<String> sorted(final List<String> rows) {
        return rows.stream().sorted((one, two) -> "zspn".indexOf(one.charAt(0)) - "zspn".indexOf(two.charAt(0)))
                .toList();
    }

    @Test
    void shouldForgetAPersonByWhatItIsKnownBy() throws Exception {
        try (TestServer test = server().start()) {
            final String lead = sell(test, 1);
            final String other = sell(test, 2);
            assertEquals(Map.of("leads", 1L, "erased", List.of(lead)), client(test).act("/person",
                    Map.of("vertical", "auto", "field", "phone", "value", "(202) 555-0001")));
            assertTrue(refused(test, lead).startsWith("404: "));
            assertEquals(4, show(test, other).size());
            assertEquals("400: value: it can't stand in phone", refused(test, Map.of("vertical", "auto", "field",
                    "phone", "value", "12")));
            assertEquals("400: field: people are known again by phone in auto; for others name the leads",
                    refused(test, Map.of("vertical", "auto", "field", "zip", "value", "78701")));
            assertEquals("400: vertical: there is no boat", refused(test, Map.of("vertical", "boat", "field", "phone",
                    "value", "2025550001")));
            assertEquals("400: either lead_id is wanted, or vertical, field and value", refused(test, Map.of()));
            assertEquals("400: lead_id: 12 is no lead's id; it has 13 characters, as in an answer",
                    refused(test, Map.of("lead_id", "12")));
            assertEquals("404: lead 0000000000001 was never posted to a buyer, and the fields of such leads are not "
                    + "kept", refused(test, Map.of("lead_id", "0000000000001")));
        }
    }

    @Test
    void shouldRotateTheMasterKeyWhileItRuns() throws Exception {
        final Path next = folder.resolve("next.key");
        try (TestServer test = server().start()) {
            final String lead = sell(test, 1);
            Files.writeString(next, "short");
            assertEquals("400: file: key 1 is not base64 of 32 bytes; several keys have commas between; make one with "
                    + "`openssl rand -base64 32`", refused(test, "/keys", Map.of("file", next.toString())));
            assertTrue(refused(test, "/keys", Map.of("file", "next.key")).startsWith("400: file: the whole path"));
            Files.writeString(next, key(2) + "\n");
            assertTrue((Long) client(test).act("/keys", Map.of("file", next.toString())).get("wrapped") > 0);
            assertEquals("200 sold", answer(test, 2));
            assertEquals(4, show(test, lead).size());
            test.stop();
            final StartException refusal = assertThrows(StartException.class, test::startServer);
            assertEquals(ExitCode.CONFIG, refusal.exitCode());
            assertTrue(refusal.getMessage().contains("is wrapped by a master key"), refusal.getMessage());
            test.set("personal.key.file", next.toString());
            test.startServer();
            assertEquals(4, show(test, lead).size());
        }
    }

    @Test
    void shouldForgetByAge() throws Exception {
        final TestServer unstarted = server();
        final Path vertical = folder.resolve("conf/verticals/auto.yaml");
        Files.writeString(vertical, Files.readString(vertical, StandardCharsets.UTF_8) + "personal: {keep: 1ms}\n");
        try (TestServer test = unstarted.start()) {
            final String lead = sell(test, 1);
            Until.holds("its time is over", () -> !isShown(test, lead));
            assertTrue(refused(test, lead).contains("was erased by age"));
            assertEquals("200 sold", answer(test, 2));
        }
    }

    @Test
    void shouldSayThatNothingIsKeptWithoutAKey() throws Exception {
        try (TestServer test = new TestServer(folder).buyer("payer", "ping: {price: fixed(4.00)}").start()) {
            final String lead = sell(test, 1);
            assertTrue(refused(test, lead).startsWith("409: no personal.key is configured"));
            assertTrue(refused(test, "/keys", Map.of("file", key.toString())).startsWith("409: "));
        }
    }

    private static String sell(final TestServer test, final int person) throws Exception {
        try (TestPublisher publisher = test.publisher()) {
            final Answer answer = publisher.lead(Leads.json(person));
            assertEquals("200 sold", answer.outcome());
            return answer.leadId();
        }
    }

    private static String answer(final TestServer test, final int person) throws Exception {
        try (TestPublisher publisher = test.publisher()) {
            return publisher.lead(Leads.json(person)).outcome();
        }
    }

    private static List<String> show(final TestServer test, final String lead) throws Exception {
        final StringWriter out = new StringWriter();
        client(test).copy("/person", Map.of("lead_id", lead, "format", "csv"), out, note -> { });
        return out.toString().lines().skip(1).toList();
    }

    private static boolean isShown(final TestServer test, final String lead) throws Exception {
        try {
            return show(test, lead).size() > 0;
        } catch (final AdminException e) {
            return false;
        }
    }

    private static String refused(final TestServer test, final String lead) {
        final AdminException refusal = assertThrows(AdminException.class, () -> show(test, lead));
        return refusal.httpStatus() + ": " + refusal.getMessage();
    }

    private static String refused(final TestServer test, final Map<String, Object> members) {
        return refused(test, "/person", members);
    }

    private static String refused(final TestServer test, final String path, final Map<String, Object> members) {
        final AdminException refusal = assertThrows(AdminException.class, () -> client(test).act(path, members));
        return refusal.httpStatus() + ": " + refusal.getMessage();
    }

    private static AdminClient client(final TestServer test) {
        return new AdminClient("127.0.0.1:" + test.server().adminPort());
    }
}
