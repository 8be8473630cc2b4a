package gavel.buyersim;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns the text of a script into a {@link Script}, or into all of its mistakes. Confined to one parse. */
final class ScriptReader {
    static final int MAX_BUYERS = 1_000;
    private static final String PATH_PATTERN = "[A-Za-z0-9_-]{1,64}(\\.[A-Za-z0-9_-]{1,64}){0,7}";
    private static final Distribution INSTANT = Distribution.fixed(0, 1);
    private static final Distribution ONE = Distribution.fixed(1_000_000, Quantity.MICROS_PER_CENT);
    private final String file;
    private final Path folder;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<Integer, String> idByPort = new HashMap<>();

    ScriptReader(final String file, final Path folder) {
        this.file = file;
        this.folder = folder;
    }

    Script read(final String text) throws ScriptException {
        List<BuyerScript> buyers = new ArrayList<>();
        compose(text).ifPresent(root -> readRoot(root, buyers));
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
            throw new ScriptException(problems);
        }
        return new Script(buyers);
    }

    private Optional<Node> compose(final String text) {
        try {
            Optional<Node> root = new Compose(LoadSettings.builder().setLabel(file).build()).composeString(text);
            if (root.isEmpty()) {
                problems.add(new Problem(file, 1, 1, "", "is empty; expected buyers:"));
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            problems.add(new Problem(file, mark.map(Mark::getLine).orElse(0) + 1,
                mark.map(Mark::getColumn).orElse(0) + 1, "", "not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(new Problem(file, 1, 1, "", "not YAML: " + e.getMessage()));
        }
        return Optional.empty();
    }

    private void readRoot(final Node root, final List<BuyerScript> buyers) {
        YamlFields fields = new YamlFields(file, "", root, problems);
        Optional<Node> list = fields.node("buyers");
        if (list.isEmpty()) {
            fields.report("buyers", "is missing");
        } else if (!(list.get() instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            fields.report("buyers", "expected a list with at least one buyer");
        } else {
            int index = 0;
            for (Node node : sequence.getValue()) {
                readBuyer(new YamlFields(file, "buyers[" + index + "]", node, problems), buyers);
                index++;
            }
            if (buyers.size() > MAX_BUYERS) {
                fields.report("buyers", "more than " + MAX_BUYERS + " buyers");
            }
        }
        fields.reportUnknown();
    }

    private void readBuyer(final YamlFields fields, final List<BuyerScript> buyers) {
        String id = fields.required("id", "", text -> matching(text, "[a-z0-9][a-z0-9._-]{0,62}",
            "small letters, digits, dot, dash and underscore, at most 63"));
        boolean hasPort = fields.text("port").isPresent();
        int port = fields.number("port", 0, 0, 65_535);
        if (!hasPort) {
            fields.report("port", "is missing");
        }
        int count = fields.number("count", 1, 1, MAX_BUYERS);
        boolean isOne = fields.node("count").isEmpty();
        BuyerScript.Wire wire = new BuyerScript.Wire(
            fields.read("lead_ref", "lead", text -> matching(text, PATH_PATTERN, "a member such as lead or meta.lead")),
            fields.read("price_ref", "price",
                text -> matching(text, PATH_PATTERN, "a member such as price or sale.price")),
            fields.read("currency", "USD", text -> matching(text, "[A-Z]{3}", "three capital letters such as USD")));
        Optional<BuyerScript.Tls> tls = fields.fields("tls").map(this::readTls);
        BuyerScript.Ping ping = readPing(fields);
        BuyerScript.Post post = readPost(fields);
        if (ping.path().equals(post.path())) {
            fields.report("post", "path must differ from the path of ping");
        }
        BuyerScript.Faults faults = readFaults(fields);
        BuyerScript.Limits limits = readLimits(fields);
        fields.reportUnknown();
        BuyerScript first = new BuyerScript(id, port, tls, wire, ping, post, faults, limits);
        if (count > MAX_BUYERS - buyers.size()) {
            fields.report("count", "more than " + MAX_BUYERS + " buyers in all");
            return;
        }
        for (int i = 0; i < count; i++) {
            buyers.add(claim(fields, first.as(isOne ? id : id + "-" + (i + 1), port == 0 ? 0 : port + i)));
        }
    }

    private BuyerScript claim(final YamlFields fields, final BuyerScript buyer) {
        if (!buyer.id().isEmpty() && !ids.add(buyer.id())) {
            fields.report("id", "\"" + buyer.id() + "\" is used twice");
        }
        if (buyer.port() > 65_535) {
            fields.report("port", "port " + buyer.port() + " of " + buyer.id() + " is beyond 65535");
        } else if (buyer.port() != 0) {
            String other = idByPort.putIfAbsent(buyer.port(), buyer.id());
            if (other != null) {
                fields.report("port", buyer.port() + " is already the port of " + other);
            }
        }
        return buyer;
    }

    private BuyerScript.Tls readTls(final YamlFields fields) {
        Path certificate = fields.required("certificate", folder, this::existing);
        Path key = fields.required("key", folder, this::existing);
        fields.reportUnknown();
        return new BuyerScript.Tls(certificate, key);
    }

    private BuyerScript.Ping readPing(final YamlFields buyer) {
        Optional<YamlFields> section = buyer.fields("ping");
        if (section.isEmpty()) {
            return new BuyerScript.Ping("/ping", Format.JSON, INSTANT, 1_000_000, ONE);
        }
        YamlFields fields = section.get();
        BuyerScript.Ping ping = new BuyerScript.Ping(
            fields.read("path", "/ping", ScriptReader::urlPath),
            fields.read("format", Format.JSON, Format::of),
            fields.read("latency", INSTANT, DistributionParser::latency),
            fields.read("bid", 1_000_000L, Quantity::sharePpm),
            fields.read("price", ONE, DistributionParser::price));
        fields.reportUnknown();
        return ping;
    }

    private BuyerScript.Post readPost(final YamlFields buyer) {
        Optional<YamlFields> section = buyer.fields("post");
        if (section.isEmpty()) {
            return new BuyerScript.Post("/post", Format.JSON, INSTANT, 1_000_000);
        }
        YamlFields fields = section.get();
        BuyerScript.Post post = new BuyerScript.Post(
            fields.read("path", "/post", ScriptReader::urlPath),
            fields.read("format", Format.JSON, Format::of),
            fields.read("latency", INSTANT, DistributionParser::latency),
            fields.read("accept", 1_000_000L, Quantity::sharePpm));
        fields.reportUnknown();
        return post;
    }

    private BuyerScript.Faults readFaults(final YamlFields buyer) {
        Optional<YamlFields> section = buyer.fields("faults");
        if (section.isEmpty()) {
            return new BuyerScript.Faults(FaultPlan.HONEST, FaultPlan.HONEST, 2_000_000_000L, 1_000_000_000L, false,
                false);
        }
        YamlFields fields = section.get();
        BuyerScript.Faults faults = new BuyerScript.Faults(
            fields.fields("ping").map(shares -> readShares(shares, Call.PING)).orElse(FaultPlan.HONEST),
            fields.fields("post").map(shares -> readShares(shares, Call.POST)).orElse(FaultPlan.HONEST),
            fields.read("late_by", 2_000_000_000L, Quantity::durationNs),
            fields.read("drip_every", 1_000_000_000L, Quantity::durationNs),
            fields.flag("refuse"),
            fields.flag("honest_on_repeat"));
        fields.reportUnknown();
        return faults;
    }

    private FaultPlan readShares(final YamlFields fields, final Call call) {
        Map<Fault, Long> sharePpmByFault = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            if (fault.isPossibleFor(call)) {
                long sharePpm = fields.read(fault.key(), 0L, Quantity::sharePpm);
                if (sharePpm > 0) {
                    sharePpmByFault.put(fault, sharePpm);
                }
            }
        }
        fields.reportUnknown();
        try {
            return new FaultPlan(sharePpmByFault);
        } catch (IllegalArgumentException e) {
            fields.reportHere(e.getMessage());
            return FaultPlan.HONEST;
        }
    }

    private BuyerScript.Limits readLimits(final YamlFields buyer) {
        Optional<YamlFields> section = buyer.fields("limits");
        if (section.isEmpty()) {
            return new BuyerScript.Limits(1_024, 16, 1_000_000);
        }
        YamlFields fields = section.get();
        BuyerScript.Limits limits = new BuyerScript.Limits(
            fields.number("connections", 1_024, 1, 100_000),
            fields.number("pipelined", 16, 0, 1_024),
            fields.number("leads", 1_000_000, 1, 100_000_000));
        fields.reportUnknown();
        return limits;
    }

    private Path existing(final String text) {
        Path path = folder.resolve(text);
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException("can't read " + path);
        }
        return path;
    }

    private static String urlPath(final String text) {
        if (text.equals("/book") || text.equals("/status") || text.equals("/followed")) {
            throw new IllegalArgumentException(text + " is taken: every buyer answers there for itself");
        }
        return matching(text, "/[A-Za-z0-9._~/-]{0,200}", "a path such as /ping");
    }

    private static String matching(final String text, final String pattern, final String expected) {
        if (!text.matches(pattern)) {
            throw new IllegalArgumentException("expected " + expected + ", found \"" + text + "\"");
        }
        return text;
    }
}
