package gavel.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gavel.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The canonical text holds everything that a configuration holds, except secrets. One thread. */
final class CanonicalTest {
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    /** A value that is no default for every key of server.yaml. */
    private static final Map<String, String> OTHER = new LinkedHashMap<>();

    static {
        final String[] pairs = ("node=9 listen.address=127.0.0.2:1 listen.tls.certificate=tls/certificate.pem "
                + "listen.tls.key=tls/key.pem admin.address=[::1]:2 loops=7 transport=nio intake.body_max=3KiB "
                + "intake.header_max=5KiB intake.connections_max=7 intake.header_timeout=3s intake.body_timeout=4s "
                + "intake.idle_timeout=6s intake.deadline=1500ms intake.deadline_max=3s intake.leads_max=11 "
                + "intake.lag_max=7ms "
                + "intake.idempotency.keep=3h intake.idempotency.capacity=13 intake.idempotency.waiters_max=3 "
                + "validate.duplicates.capacity=17 validate.duplicates.key=" + KEY + " ping.timeout=19ms "
                + "ping.answer_max=300B ping.connect_timeout=7ms ping.candidates_max=3 ping.trust=tls/certificate.pem "
                + "post.timeout=23ms post.answer_max=301B post.attempts_max=2 post.reserve=5ms "
                + "sale.durability=process sale.entries=65 click.key=" + KEY + " click.entries=66 drain.segment=3MiB "
                + "drain.batch_max=65KiB drain.interval=3us settle.batch_max=5 settle.interval=9ms settle.memory=65MiB "
                + "personal.key=" + KEY)
                .split(" ");
        for (final String pair : pairs) {
            OTHER.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
    }

    @TempDir
    private Path dir;

    @Test
    void shouldHoldEverythingThatIsNotADefault() throws Exception {
        assertEquals(new TreeSet<>(ConfigKeys.byFile().get("server.yaml")), new TreeSet<>(OTHER.keySet()));
        final SampleFolder folder = new SampleFolder(dir);
        final Config plain = folder.load().required();
        OTHER.forEach(folder::set);
        tls();
        change(folder);
        final Config first = folder.load().required();
        assertDiffers(plain.server(), first.server());
        assertDiffers(plain.buyers().get(0), first.buyers().get(0));
        assertDiffers(plain.publishers().get(0), first.publishers().get(0));
        assertDiffers(plain.offers().get(0), first.offers().get(0));

        for (final String document : first.canonical().split("(?m)^---\n")) {
            folder.write(document.lines().findFirst().orElseThrow().substring(2), document);
        }
        folder.replace("server.yaml", "\"***\"", KEY);
        final Config second = ConfigLoader.load(dir, Map.of(), name -> null).required();
        assertEquals(first, second);
    }

    private static void change(final SampleFolder folder) throws IOException {
        folder.replace("buyers/acme.yaml", "name: Acme", "name: \"A \\\"b\\\" \\\\ \\u00e9 # c\"\non: false")
                .replace("buyers/acme.yaml", "America/Chicago", "Europe/Berlin")
                .replace("buyers/acme.yaml", "currency: USD", "currency: CAD")
                .replace("buyers/acme.yaml", "50.00 USD", "7.123456 CAD")
                .replace("buyers/acme.yaml", "max: 64, idle: 10s",
                        "max: 65, idle: 11s}\ncalls: {max: 99}\nbreaker: {on: false, window: 7s, "
                        + "calls_min: 8, posts_min: 9, failure_rate: 12.5%, skip_max: 80%")
                .replace("buyers/acme.yaml", "gavel, X-Api-Key: {env: ACME_KEY}", "\"***\"")
                .replace("buyers/acme.yaml", "  auth: {basic: {user: me, password: {env: ACME_KEY}}}",
                        "  method: PUT\n  idempotent: true\n  timeout: 77ms\n  timeout_header: off")
                .replace("buyers/acme.yaml", "reason: why\ncampaigns", "reason: w.x\n    reference: r\n    "
                        + "redirect_url: u\nstatus:\n  url: https://s.example/q?k={{ post_key }}\n"
                        + "  headers: {X-A: \"***\"}\n  format: xml\n  timeout: 3s\n  after: 7s\n  answer:\n"
                        + "    accept: {path: s, values: [a]}\n"
                        + "    reject: {path: s, values: [b]}\n    reason: w\n    reference: r\ncredit: 12.00 CAD\n"
                        + "caps: [{money: 3.00 CAD, per: hour}, {leads: 9, per: total}]\ncampaigns")
                .replace("buyers/acme.yaml", "vertical: auto", "vertical: auto\n    on: false")
                .replace("buyers/acme.yaml", "ping?v=1", "p/{{ timeout_ms }}?t={{timeout_ms}}")
                .replace("buyers/acme.yaml", "  timeout: 100ms",
                        "  adaptive: {timeout_min: 3ms, keep: 98.5%}\n  timeout_header: X-Left")
                .replace("buyers/acme.yaml", "mon-fri 08:00-20:00", "fri-mon 00:00-24:00")
                .replace("publishers/north.yaml", "currency: USD",
                        "name: N\nzone: Asia/Tokyo\ncurrency: CAD\non: false")
                .replace("publishers/north.yaml", "[quote]", "[]\ncaps: [{leads: 7, per: month}]")
                .replace("publishers/north.yaml", "sha256: 0", "sha256: 1")
                .replace("publishers/north.yaml", "id: main", "id: other")
                .replace("offers/quote.yaml", "USD", "CAD")
                .replace("offers/quote.yaml", "{share: 80%}", "{fixed: 0.01 CAD}\nearly_close: learned\n"
                        + "zone: Asia/Tokyo\ncaps: [{money: 4.00 CAD, per: week}, {leads: 8, per: week}]")
                .replace("offers/quote.yaml", "id: quote", "id: quote\non: false")
                .replace("offers/quote.yaml", "1.00", "2.00").replace("offers/quote.yaml", "0.10", "0.11")
                .replace("offers/quote.yaml", "[acme-all]", "[]").replace("offers/quote.yaml", "c={", "d={");
    }

    @Test
    void shouldRefuseFilesThatAreNotForTls() throws Exception {
        tls();
        final SampleFolder folder = new SampleFolder(dir);
        final String pem = "what is in the file is no certificate in PEM";
        folder.set("listen.tls.certificate", "tls/certificate.pem");
        assertTrue(folder.load().problems().toString().contains("missing"));
        final String[][] cases = {{"tls/none.pem", "tls/key.pem", "there is no file tls/none.pem"},
            {"secrets/d.key", "tls/key.pem", pem},
            {"tls/empty.pem", "tls/key.pem", "there is no certificate in the file"},
            {"tls/certificate.pem", "tls/certificate.pem", "there is no key in the file"},
            {"tls/certificate.pem", "tls/locked.pem", "the key is encrypted"}};
        Files.writeString(dir.resolve("tls/empty.pem"), "");
        Files.writeString(dir.resolve("tls/locked.pem"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
        for (final String[] each : cases) {
            folder.set("listen.tls.certificate", each[0]);
            folder.set("listen.tls.key", each[1]);
            final String problems = folder.load().problems().toString();
            assertTrue(problems.contains(each[2]), problems);
        }
    }

    private void tls() throws Exception {
        Files.createDirectories(dir.resolve("tls"));
        try (InputStream certificate = CanonicalTest.class.getResourceAsStream("/tls/certificate.pem")) {
            Files.copy(certificate, dir.resolve("tls/certificate.pem"));
        }
        Files.writeString(dir.resolve("tls/key.pem"), "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n");
    }

    /** Each component must differ, or a default that the canonical text forgets would not be seen. */
    private static void assertDiffers(final Object plain, final Object changed) throws Exception {
        for (final RecordComponent component : plain.getClass().getRecordComponents()) {
            if (Set.of("id", "vertical").contains(component.getName())) {
                continue;
            }
            final Object before = component.getAccessor().invoke(plain);
            final Object after = component.getAccessor().invoke(changed);
            if (before instanceof Record) {
                assertNotEquals(before, after, component.getName());
                if (plain.getClass().getSimpleName().equals("ServerConfig")) {
                    assertDiffers(before, after);
                }
            } else if (!component.getName().endsWith("Key") && !component.getName().equals("key")) {
                assertNotEquals(before, after, component.getName());
            }
        }
    }
}
