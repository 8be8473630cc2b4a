package gavel.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gavel.config.BuyerConfig;
import gavel.config.Config;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The configuration that the demo runs with. One thread. */
final class DemoTest {
    private final Loaded loaded = ConfigLoader.load(Path.of("conf/demo"), Map.of(), name -> null);

    @Test
    void shouldLoadWithoutProblemsAndWarnings() {
        assertEquals("15 files, no problems\n", CheckReport.text(loaded, false));
    }

    @Test
    void shouldHaveEightBuyersOnTheSimulatorsPorts() {
        final List<BuyerConfig> buyers = loaded.required().buyers();
        assertEquals(List.of("acme-auto", "bluebird", "cardinal", "drake", "eastwind", "falcon", "granite", "harbor"),
                buyers.stream().map(BuyerConfig::id).toList());
        assertEquals(IntStream.rangeClosed(9101, 9108).mapToObj(port -> "http://127.0.0.1:" + port + "/ping").toList(),
                buyers.stream().map(buyer -> buyer.ping().url().toString()).toList());
    }

    @Test
    void shouldKnowTheKeysThatTheCommentsTell() throws Exception {
        final Config config = loaded.required();
        assertEquals(List.of(sha256("k_demo_hand"), sha256("k_demo_north"), sha256("k_demo_south")),
                config.publishers().stream().map(publisher -> publisher.keys().get(0).sha256()).toList());
    }

    @Test
    void shouldHideSecretsInTheCanonicalText() {
        final Config config = loaded.required();
        assertTrue(config.canonical().startsWith("# server.yaml\nnode: 0\nlisten:\n  address: \"127.0.0.1:8080\"\n"));
        assertTrue(config.canonical().contains("key: \"***\""));
        assertFalse(config.canonical().contains("not-a-secret"));
        assertFalse(loaded.toString().contains("not-a-secret"));
        assertEquals(64, config.sha256().length());
    }

    private static String sha256(final String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                .digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
