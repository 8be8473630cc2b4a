package gavel.server.system;

import gavel.server.admin.AdminClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What an operator sees of posts whose outcome nobody knows. */
@ExtendWith(LeakWatch.class)
@Timeout(60)
class UnknownSystemTest {
    @TempDir
    Path folder;

    @Test
    void shouldListWhoMayHaveWhichLeadAlsoAfterARestart() throws Exception {
        try (TestServer test = new TestServer(folder)
                .buyer("faulty", "ping: {price: fixed(9.00)}, faults: {post: {garbage: 100%}}")
                .buyer("better", "ping: {price: fixed(5.00)}").start()) {
            assertEquals(1, unknown(test, "").size(), "the names of the columns");
            assertTrue(metrics(test).contains("gavel_unknown_posts 0\n"), metrics(test));
            final Answer answer;
            try (TestPublisher publisher = test.publisher()) {
                answer = publisher.lead(Leads.json(1));
            }
            assertEquals("200 unknown", answer.outcome(), answer.body());

            final List<String> listed = unknown(test, "");
            assertEquals(2, listed.size(), listed.toString());
            assertTrue(listed.get(1).startsWith(answer.leadId() + ",1,"), listed.get(1));
            assertTrue(listed.get(1).contains(",faulty,") && listed.get(1).contains(",USD,9.00,"), listed.get(1));
            assertEquals(1, unknown(test, "better").size());
            assertEquals(2, unknown(test, "faulty").size());
            assertTrue(metrics(test).contains("gavel_unknown_posts 1\n"), metrics(test));
            test.restart();
            assertEquals(listed, unknown(test, ""));
        }
    }

    private static List<String> unknown(final TestServer test, final String buyer) throws Exception {
        return get(test, "/unknown", Map.of("format", "csv", "buyer", buyer)).lines().toList();
    }

    private static String metrics(final TestServer test) throws Exception {
        return get(test, "/metrics", Map.of());
    }

    private static String get(final TestServer test, final String path, final Map<String, String> parameters)
            throws Exception {
        final StringWriter out = new StringWriter();
        new AdminClient("127.0.0.1:" + test.server().adminPort()).copy(path, parameters, out, note -> { });
        return out.toString();
    }
}
