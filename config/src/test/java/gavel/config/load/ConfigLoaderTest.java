package gavel.config.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.Filter;
import gavel.config.BuyerConfig.FilterKind;
import gavel.config.BuyerConfig.Opening;
import gavel.config.BuyerConfig.Part;
import gavel.config.BuyerConfig.PartKind;
import gavel.config.Config;
import gavel.config.Limits;
import gavel.config.OfferConfig.Margin;
import gavel.config.ServerConfig.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a folder becomes, and what is said of one as a whole. One thread. */
final class ConfigLoaderTest {
    @TempDir
    private Path dir;
    private SampleFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = new SampleFolder(dir);
    }

    @Test
    void shouldHaveALoopForEachCoreAsFarAsIdsGo() {
        assertEquals(2, ServerBinder.loopsFor(2));
        assertEquals(Limits.LOOPS_MAX, ServerBinder.loopsFor(Limits.LOOPS_MAX));
        assertEquals(Limits.LOOPS_MAX, ServerBinder.loopsFor(256));
    }

    @Test
    void shouldBindWhatTheFilesSay() {
        final Config config = folder.load().required();
        assertEquals(3, config.server().node());
        assertEquals(900_000_000L, config.server().intake().deadlineNs());
        assertEquals(32_768, config.server().intake().bodyMaxBytes());
        assertEquals("0123456789abcdef", config.server().click().key().value());
        assertEquals(10_500_000L, config.verticals().get(0).fields().get(6).max());
        final BuyerConfig buyer = config.buyers().get(0);
        assertEquals("https://buyer.example:443/ping?v=1", buyer.ping().url().toString());
        assertEquals("s3cret", buyer.ping().headers().get(2).value().value());
        assertEquals("Basic bWU6czNjcmV0", buyer.post().headers().get(1).value().value());
        assertEquals(List.of(new Part(PartKind.TEXT, "{\"zip\":\""), new Part(PartKind.FIELD, "zip"),
                new Part(PartKind.TEXT, "\",\"year\":"), new Part(PartKind.FIELD, "year", true),
                new Part(PartKind.TEXT, "}")), buyer.ping().body());
        assertEquals(List.of(new Filter("state", FilterKind.IN, List.of("TX", "ON"), 0, 0),
                new Filter("zip", FilterKind.PREFIX, List.of("08", "787"), 0, 0),
                new Filter("year", FilterKind.RANGE, List.of(), 2000, 2030),
                new Filter("credit", FilterKind.NOT_IN, List.of("Fair"), 0, 0)),
                buyer.campaigns().get(0).filters());
        assertEquals(new Opening(480, 1200), buyer.campaigns().get(0).schedule().get(0));
        assertEquals(50_000_000L, buyer.campaigns().get(0).bidMaxMicros());
        assertEquals(new Margin(100_000, 50_000), config.offers().get(0).margin());
        assertEquals(800_000L, config.offers().get(0).payout().value());
    }

    @Test
    void shouldTellEverythingInOneRunSortedByPlace() throws IOException {
        folder.replace("buyers/acme.yaml", "  timeout: 100ms", "  timeout: soon")
                .replace("buyers/acme.yaml", "idle: 10s", "idel: 10s")
                .replace("offers/quote.yaml", "1.00 USD", "1.00");
        assertEquals("""
                buyers/acme.yaml:5:24  connections.idel: unknown key (did you mean "idle"?)
                    5 | connections: {max: 64, idel: 10s}
                      |                        ^
                buyers/acme.yaml:10:12  ping.timeout: expected a duration such as 80ms, found "soon"
                   10 |   timeout: soon
                      |            ^
                offers/quote.yaml:5:8  floor: expected an amount such as 12.50 USD, found "1.00": write the number \
                with its currency, for instance 1.00 USD
                    5 | floor: 1.00
                      |        ^
                3 problems in 2 of 5 files; nothing was changed
                """, CheckReport.text(folder.load(), false));
    }

    @Test
    void shouldReportForPeopleInColourAndForPrograms() throws IOException {
        assertEquals("5 files, no problems\n", CheckReport.text(folder.load(), false));
        assertTrue(CheckReport.json(folder.load()).startsWith("{\"ok\":true,\"files\":5,\"sha256\":\""));
        folder.replace("server.yaml", "node: 3", "node: \"\\x07\"");
        assertTrue(CheckReport.text(folder.load(), true).startsWith("\u001b[1mserver.yaml:1:7\u001b[0m  \u001b[31m"));
        final String json = CheckReport.json(folder.load());
        assertTrue(json.startsWith("{\"ok\":false,\"files\":5,\"sha256\":null,\"problems\":[{\"file\":\"server.yaml\","
                + "\"line\":1,\"column\":7,\"key\":\"node\",\"message\":\"expected a whole number"), json);
        assertEquals(-1, new JsonText(json).fault());
    }

    @Test
    void shouldLoadItsOwnCanonicalTextToTheSameText() throws IOException {
        final String canonical = folder.load().required().canonical();
        final Path copy = Files.createDirectory(dir.resolve("copy"));
        final SampleFolder second = new SampleFolder(copy);
        for (final String document : canonical.split("(?m)^---\n")) {
            second.write(document.lines().findFirst().orElseThrow().substring(2), document);
        }
        second.replace("server.yaml", "\"***\"", "0123456789abcdef");
        assertEquals(List.of(), second.problems());
        assertEquals(canonical, second.load().required().canonical());
        assertEquals(folder.load().required().sha256(), second.load().required().sha256());
    }

    @Test
    void shouldShowTheTimeoutThatABuyerHasFromItsStage() throws IOException {
        folder.set("ping.timeout", "77ms").set("post.timeout", "555ms");
        final String canonical = folder.load().required().canonical();
        assertTrue(canonical.contains("  # timeout: 555ms, the stage's\n"), canonical);
    }

    @Test
    void shouldSayWhatIsWrongWithAnOptionWithoutALineOfAFile() {
        folder.set("colour", "1");
        assertEquals("--set  colour: unknown key\n1 problem; nothing was changed\n",
                CheckReport.text(folder.load(), false));
    }

    @Test
    void shouldNameAMistypedKeyBeforeWhatFollowsFromIt() throws IOException {
        folder.replace("server.yaml", "node: 3", "noed: 3\nsale: 7")
                .replace("buyers/acme.yaml", "campaigns:", "campagns:");
        assertEquals(List.of("campagns", "campaigns", "noed", "sale"), folder.load().problems().stream()
                .map(Problem::key).filter(key -> key.matches("\\w+")).distinct().toList());
    }

    @Test
    void shouldGiveAnotherHashToOtherTerms() throws IOException {
        final String before = folder.load().required().sha256();
        folder.replace("offers/quote.yaml", "80%", "81%");
        assertNotEquals(before, folder.load().required().sha256());
    }

    @Test
    void shouldPutOverridesAboveTheFile() {
        folder.set("sale.durability", "process").set("intake.deadline", "2s").set("click.key.file", "secrets/d.key");
        final Config config = folder.load().required();
        assertEquals(Durability.PROCESS, config.server().sale().durability());
        assertEquals(2_000_000_000L, config.server().intake().deadlineNs());
        assertEquals("demo-0123456789abcdef", config.server().click().key().value());
        folder.set("sale.durabilty", "disk").set("ping.timeout", "9");
        assertEquals(List.of("--set:4:1  sale.durabilty: unknown key (did you mean \"sale.durability\"?)",
                "--set:5:14  ping.timeout: expected a duration such as 80ms, found \"9\": write the number with its "
                + "unit: ns, us, ms, s, m, h or d, for instance 9ms"), folder.problems());
    }

    @Test
    void shouldFillInVariablesOfTheEnvironment() throws IOException {
        folder.replace("server.yaml", "node: 3", "node: ${NODE}").env("NODE", "7")
                .replace("server.yaml", "loops: 2", "loops: ${LOOPS:-5}")
                .replace("buyers/acme.yaml", "name: Acme", "name: $${A} $B");
        final Config config = folder.load().required();
        assertEquals(7, config.server().node());
        assertEquals(5, config.server().loops());
        assertEquals("${A} $B", config.buyers().get(0).name());
    }

    @Test
    void shouldWarnOfSecretsInTheFileAndNeverShowThem() throws IOException {
        folder.replace("server.yaml", "{env: CLICK_KEY}", "hunter2-hunter2-hunter2")
                .replace("buyers/acme.yaml", "password: {env: ACME_KEY}", "pasword: hunter3, password: hunter4")
                .replace("buyers/acme.yaml", "{env: ACME_KEY}", "{evn: hunter5}")
                .replace("buyers/acme.yaml", "  timeout: 100ms", "  auht: {bearer: hunter6}");
        final String report = CheckReport.text(folder.load(), false) + CheckReport.json(folder.load());
        assertFalse(report.contains("hunter"), report);
        assertTrue(report.contains("    6 |   key: ***\n      |        ^\n"), report);
        assertTrue(report.contains("pasword: ***, password: ***}}"), report);
        assertEquals("server.yaml:6:8  click.key: a secret stands in the file itself; write {file: path} or "
                + "{env: NAME}", folder.warnings().get(1));
    }

    @Test
    void shouldNotShowASecretBesideASyntaxError() throws IOException {
        folder.replace("server.yaml", "{env: CLICK_KEY}", "hunter2: hunter2");
        final Loaded loaded = folder.load();
        assertEquals(List.of("server.yaml"), loaded.problems().stream().map(Problem::file).toList());
        assertFalse(loaded.toString().contains("hunter"), loaded.toString());
    }

    @Test
    void shouldWarnOfSecretsThatEverybodyMayRead() throws IOException {
        folder.write("secrets/d.key", "0123456789abcdef");
        final Path file = dir.resolve("secrets/d.key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(List.of("server.yaml:4:28  validate.duplicates.key.file: everybody on this machine may read the "
                + "file; chmod o= it"), folder.warnings());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals(List.of(), folder.warnings());
    }

    @Test
    void shouldWarnOfDemoKeysOnAPublicAddress() {
        folder.set("listen.address", "0.0.0.0:8080");
        assertEquals(List.of("server.yaml:4:21  validate.duplicates.key: this key begins with demo-, so anybody may "
                + "know it; make one of your own before others can reach 0.0.0.0:8080"), folder.warnings());
    }

    @Test
    void shouldWarnOfAFloorThatDoesNotCoverAFixedPayout() throws IOException {
        folder.replace("offers/quote.yaml", "{share: 80%}", "{fixed: 3.00 USD}");
        assertEquals(List.of("offers/quote.yaml:5:8  floor: does not cover the payout of 3.00 USD and the margin of "
                + "0.10 USD; bids between are refused all the same"), folder.warnings());
        assertTrue(folder.load().config().isPresent());
    }

    @Test
    void shouldRefuseTheSameCampaignOrKeyTwice() throws IOException {
        folder.write("buyers/zeta.yaml", SampleFolder.BUYER.replace("id: acme\n", "id: zeta\n"))
                .write("publishers/south.yaml", SampleFolder.PUBLISHER.replace("id: north", "id: south"));
        assertEquals(List.of("buyers/zeta.yaml:22:9  campaigns[0].id: the buyer acme has a campaign of that id already",
                "publishers/south.yaml:4:24  keys[0].sha256: is a key of the publisher north already"),
                folder.problems());
    }

    @Test
    void shouldHoldABodyAgainstEveryVerticalOfTheBuyer() throws IOException {
        folder.write("verticals/home.yaml", """
                id: home
                fields:
                  zip: {type: zip}
                  name: {type: string}
                """).write("buyers/acme.yaml", SampleFolder.BUYER + """
                  - {id: acme-home, vertical: home, bid_max: 5.00 USD}
                """);
        assertEquals(List.of(
                "buyers/acme.yaml:9:18  ping.body: a ping may not carry {{zip}}: the vertical home does not say "
                + "ping: true of it",
                "buyers/acme.yaml:9:34  ping.body: the vertical home, which this buyer buys too, has no field "
                + "\"year\""), folder.problems());
    }

    @Test
    void shouldRefuseOffersThatNobodyCanPayFor() throws IOException {
        folder.replace("offers/quote.yaml", "USD", "CAD").replace("publishers/north.yaml", "USD", "CAD");
        assertEquals(List.of("offers/quote.yaml:8:13  campaigns[0]: its buyer acme bids in USD, not CAD"),
                folder.problems());
        folder.replace("offers/quote.yaml", "[acme-all]", "[]");
        assertEquals(List.of("offers/quote.yaml:2:11  vertical: no campaign buys auto in CAD, so no lead of this offer "
                + "can be sold"), folder.warnings());
    }

    @Test
    void shouldNotBlameOthersForABrokenFile() throws IOException {
        folder.write("verticals/auto.yaml", "id: auto\nfields: [\n");
        assertEquals(List.of("verticals/auto.yaml"),
                folder.load().problems().stream().map(Problem::file).distinct().toList());
        fill();
        folder.write("buyers/acme.yaml", "{");
        assertEquals(List.of("buyers/acme.yaml"), folder.load().problems().stream().map(Problem::file).toList());
    }

    @Test
    void shouldRefuseWhatIsNoFolderOfOurs() throws IOException {
        Files.delete(dir.resolve("server.yaml"));
        Files.createDirectory(dir.resolve("buyer"));
        folder.write("buyers/Beta.yaml", "").write("buyers/gamma.yml", "").write("offers/notes.md", "")
                .write("x.yaml", "")
                .write("offers/big.yaml", "#".repeat(ConfigFolder.FILE_MAX_BYTES + 1));
        Files.write(dir.resolve("offers/latin.yaml"), "id: latin\nx: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        folder.write("offers/none.yaml", "").write("offers/list.yaml", "- a\n");
        assertEquals(List.of("buyer:1:1  : unknown folder (did you mean \"buyers\"?)",
                "buyers/Beta.yaml:1:1  : the file's name must be an id: lower-case letters, digits and hyphens, at "
                + "most 63, and .yaml",
                "buyers/gamma.yml:1:1  : the file's name must end in .yaml",
                "offers/big.yaml:1:1  : the file is larger than 1MiB",
                "offers/latin.yaml:2:4  : the file is not UTF-8 text",
                "offers/list.yaml:1:1  : expected keys and values, found a list",
                "offers/none.yaml:1:1  : the file is empty",
                "server.yaml:1:1  : there is no such file",
                "x.yaml:1:1  : only server.yaml stands here; others go to verticals, buyers, publishers, offers"),
                folder.problems().stream().map(line -> line.replace("  :", "  :")).toList());
        assertEquals(List.of("there is no such folder"),
                ConfigLoader.load(dir.resolve("nowhere"), java.util.Map.of(), name -> null).problems().stream()
                        .map(Problem::message).toList());
    }

    @Test
    void shouldReadEveryKeyItKnows() throws IOException {
        final StringBuilder binders = new StringBuilder();
        for (final String name : List.of("Server", "Vertical", "Buyer", "Endpoint", "Filter", "Party", "Cap")) {
            binders.append(Files.readString(Path.of("src/main/java/gavel/config/load/" + name + "Binder.java")));
        }
        ConfigKeys.byFile().forEach((file, keys) -> {
            assertEquals(keys.size(), new TreeSet<>(keys).size(), file);
            keys.stream().map(key -> key.substring(key.lastIndexOf('.') + 1)).filter(name -> !name.equals("*"))
                    .filter(name -> !name.equals("id")).forEach(name -> assertTrue(binders.indexOf(
                            "value(\"" + name + "\")") >= 0, file + " " + name + " is listed but never read"));
        });
        ConfigKeys.byFile().get("server.yaml").forEach(key -> folder.set(key, "?"));
        assertEquals(new TreeSet<>(ConfigKeys.byFile().get("server.yaml")), new TreeSet<>(
                folder.load().problems().stream().map(Problem::key).toList()), "each refuses a bad value");
    }

    @Test
    void shouldRefuseAKeyThatIsNotListed() {
        final Tree tree = Tree.mapping(new Place("x", 1, 1), new Place("x", 1, 1));
        final Scope scope = new Scope(new Findings(), Keys.OFFER, dir, name -> null);
        final Block block = new Block(tree, tree.at(), "", "", scope);
        assertThrows(IllegalArgumentException.class, () -> block.value("flor"));
    }

    @Test
    void shouldCutALongLineAroundTheMistake() throws IOException {
        folder.write("server.yaml", "{transport: " + "x".repeat(500) + ", nod: 3}");
        final Problem problem = folder.load().problems().stream().filter(p -> p.key().equals("nod")).findFirst()
                .orElseThrow();
        final String[] lines = problem.snippet().split("\n");
        assertTrue(lines[0].length() < 180, problem.snippet());
        assertTrue(lines[0].substring(lines[1].indexOf('^')).startsWith("nod: 3}"), problem.snippet());
    }

    @Test
    void shouldMergeSpansThatTouch() throws IOException {
        folder.replace("buyers/acme.yaml", "\"mon-fri 08:00-20:00\"",
                "\"sun,mon 00:00-24:00\", \"tue 00:00-12:00\", \"tue 11:00-13:00\"");
        assertEquals(List.of(new Opening(0, 2220), new Opening(8640, 10080)),
                folder.load().required().buyers().get(0).campaigns().get(0).schedule());
    }
}
