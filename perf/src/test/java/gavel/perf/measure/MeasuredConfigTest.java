package gavel.perf.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import gavel.config.BuyerConfig;
import gavel.config.Config;
import gavel.config.VerticalConfig;
import gavel.config.load.ConfigLoader;
import gavel.config.load.Loaded;
import gavel.perf.json.Json;
import gavel.perf.load.Load;
import gavel.server.catalog.Catalog;
import gavel.server.intake.LeadParser;
import gavel.server.lead.Lead;
import gavel.server.lead.Problems;

/** What is measured must be what is meant: the configurations load, and the leads that are sent to them fit. */
class MeasuredConfigTest {
    private static final Path FLOOR = Path.of("floor", "conf");
    private static final Path HANGING = Path.of("hanging", "conf");
    private static final Path BUYER_SCRIPT = Path.of("hanging", "buyers.yaml");
    private static final int BODY_MAX_BYTES = 65_536;

    @Test
    void shouldLoadTheConfigurationOfTheFloor() {
        final Config config = load(FLOOR);

        assertEquals(8, config.buyers().size());
        assertEquals(2, config.server().loops());
    }

    @Test
    void shouldLoadTheConfigurationOfTheHangingBuyer() throws IOException {
        final Config config = load(HANGING);

        assertEquals(100_000_000, config.server().ping().timeoutNs());
        assertEquals(8, config.buyers().size());
        final String script = Files.readString(BUYER_SCRIPT);
        for (final BuyerConfig buyer : config.buyers()) {
            final int port = buyer.ping().url().port();
            assertEquals(port, buyer.post().url().port(), buyer.id());
            assertTrue(script.contains("{id: " + buyer.id() + ", port: " + port + ","), buyer.id());
        }
    }

    @Test
    void shouldSendLeadsThatFitTheirVertical() throws IOException {
        assertEquals(List.of(), problems(load(FLOOR), floorLead()));
        assertEquals(List.of(), problems(load(FLOOR), Load.sampleBody("A-1")));
        assertEquals(List.of(), problems(load(HANGING), Load.sampleBody("A-1")));
    }

    @Test
    void shouldSendNoFieldThatTheVerticalHasNot() throws IOException {
        for (final String body : List.of(floorLead(), Load.sampleBody("A-1"))) {
            final VerticalConfig vertical = load(FLOOR).verticals().get(0);
            final Set<String> sent = new TreeSet<>(Json.object(Json.parseObject(body).get("fields")).keySet());
            final Set<String> known = new TreeSet<>();
            final Set<String> required = new TreeSet<>();
            for (final VerticalConfig.Field field : vertical.fields()) {
                known.add(field.name());
                if (field.required()) {
                    required.add(field.name());
                }
            }
            assertTrue(known.containsAll(sent), () -> sent + " are not all of " + known);
            assertTrue(sent.containsAll(required), () -> required + " are not all of " + sent);
        }
    }

    /** The twin: a lead that does not fit is told from one that does. */
    @Test
    void shouldNoticeALeadThatDoesNotFit() throws IOException {
        assertEquals(2, problems(load(FLOOR), floorLead().replace("\"zip\":", "\"zap\":")).size());
        assertEquals(1, problems(load(FLOOR), floorLead().replace("78701", "787")).size());
    }

    private static Config load(final Path dir) {
        final Loaded loaded = ConfigLoader.load(dir, Map.of(), name -> null);
        assertEquals(List.of(), loaded.problems());
        assertEquals(List.of(), loaded.warnings());
        return loaded.required();
    }

    private static String floorLead() throws IOException {
        return Files.readString(Path.of("floor", "lead.json")).strip()
            .replace("{{n}}", "17").replace("{{phone}}", "5125550100");
    }

    private static List<String> problems(final Config config, final String text) {
        final byte[] body = text.getBytes(StandardCharsets.UTF_8);
        final Catalog catalog = new Catalog(config, 1);
        final Lead lead = new Lead(1);
        lead.begin(1, catalog, null, 0, 0);
        lead.publisher(catalog.publishers()[0]);
        final LeadParser parser = new LeadParser(BODY_MAX_BYTES, carrier -> { });
        final Problems problems = new Problems();
        if (parser.members(lead, false, body, 0, body.length, problems)) {
            parser.fields(lead, body, problems);
        }
        final List<String> sentences = new ArrayList<>();
        for (int i = 0; i < problems.listed(); i++) {
            sentences.add(problems.name(i) + ": " + problems.sentence(i));
        }
        return sentences;
    }
}
