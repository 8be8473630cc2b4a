package gavel.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;

/** Runs over TLS, with a certificate that the JDK's keytool makes for the test. */
@Timeout(60)
class LoadTlsTest {
    private static final long MILLISECOND = 1_000_000L;
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String SOLD = "{\"status\":\"sold\",\"lead_id\":\"01H8\",\"price\":\"2.50\","
        + "\"payout\":\"2.00\",\"currency\":\"USD\"}";

    private final LoadTransport transport = new LoadTransport();
    @TempDir
    private Path dir;

    @AfterEach
    void closeTransport() {
        transport.close();
    }

    /** Its certificate is {@code cert.pem}. */
    private SslContext serverOf(final String name) throws Exception {
        final Path store = dir.resolve("keys.p12");
        final Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "key",
            "-keyalg", "EC", "-dname", "CN=test", "-ext", "san=dns:" + name, "-validity", "2", "-storetype", "PKCS12",
            "-keystore", store.toString(), "-storepass", new String(PASSWORD)).redirectErrorStream(true)
            .redirectOutput(dir.resolve("keytool.txt").toFile()).start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue(), () -> "see " + dir.resolve("keytool.txt"));
        final KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        pem("cert.pem", "CERTIFICATE", keys.getCertificate("key").getEncoded());
        pem("key.pem", "PRIVATE KEY", keys.getKey("key", PASSWORD).getEncoded());
        return SslContextBuilder.forServer(dir.resolve("cert.pem").toFile(), dir.resolve("key.pem").toFile()).build();
    }

    private void pem(final String name, final String kind, final byte[] der) throws IOException {
        Files.writeString(dir.resolve(name), "-----BEGIN " + kind + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n");
    }

    private LoadResult run(final URI url, final Path trust, final String clickUrl) throws Exception {
        final LoadConfig config = new LoadConfig("p", 42,
            new LoadConfig.Target(url, List.of(), 8, 20_000 * MILLISECOND, trust, null),
            new Pace(100, Arrivals.UNIFORM, 0, 200 * MILLISECOND),
            new LoadConfig.LeadPlan(Load.defaultBody(), "L-42-", 0, false),
            clickUrl == null ? null : new LoadConfig.ClickPlan(clickUrl, 1));
        return new LoadRun(config, transport).run((progress, interval) -> { });
    }

    private static ScriptedServer.Reply reply(final ScriptedServer.Heard heard) {
        return heard.method().equals("POST") ? ScriptedServer.Reply.ok(SOLD)
            : new ScriptedServer.Reply(302, "", "https://example.com/?click_id=c1");
    }

    @Test
    void shouldSendLeadsAndVisitsOverTlsToAHostThatIsVouchedFor() throws Exception {
        try (ScriptedServer server = new ScriptedServer(LoadTlsTest::reply, serverOf("localhost"))) {
            final LoadResult result = run(server.url("/v1/leads"), dir.resolve("cert.pem"),
                server.url("/c/auto-quote").toString() + "?pub=p1&sub1=s{{n}}");

            assertEquals(20, result.measured().leads());
            assertEquals(20, result.measured().count(Outcome.SOLD) + result.measured().count(Outcome.NOT_SENT));
            assertTrue(result.measured().count(Outcome.SOLD) >= 8, "one on each connection at least");
            assertNull(result.clicks().problem());
            assertTrue(result.clicks().answered() >= 1);
        }
    }

    @Test
    void shouldSendNothingToAHostThatNobodyVouchesFor() throws Exception {
        try (ScriptedServer server = new ScriptedServer(LoadTlsTest::reply, serverOf("localhost"))) {
            assertThrows(UnreachableException.class, () -> run(server.url("/v1/leads"), null, null));
            assertEquals(0, server.heard().size());
        }
    }

    @Test
    void shouldSendNothingToAHostOfAnotherName() throws Exception {
        try (ScriptedServer server = new ScriptedServer(LoadTlsTest::reply, serverOf("elsewhere.example"))) {
            assertThrows(UnreachableException.class,
                () -> run(server.url("/v1/leads"), dir.resolve("cert.pem"), null));
            assertEquals(0, server.heard().size());
        }
    }

    @Test
    void shouldSendNothingToAHostWithoutTls() throws Exception {
        try (ScriptedServer server = new ScriptedServer(LoadTlsTest::reply)) {
            final URI url = URI.create(server.url("/v1/leads").toString().replace("http:", "https:"));
            assertThrows(UnreachableException.class, () -> run(url, null, null));
            assertTrue(server.heard().stream().noneMatch(heard -> heard.method().equals("POST")));
        }
    }

    @Test
    void shouldSayWhatIsWrongWithTheFileOfTrust() throws Exception {
        final Path none = dir.resolve("none.pem");
        final String[] command = {"--url", "https://localhost:1/", "--trust", none.toString()};
        assertEquals(Verdict.USAGE, Load.command().execute(command));
        Files.writeString(none, "no certificate");
        assertEquals(Verdict.USAGE, Load.command().execute(command));
    }
}
