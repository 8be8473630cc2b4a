package gavel.config.load;

import gavel.config.BuyerConfig;
import gavel.config.Config;
import gavel.config.OfferConfig;
import gavel.config.PublisherConfig;
import gavel.config.ServerConfig;
import gavel.config.VerticalConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads a folder into one checked configuration, or says everything that is wrong with it in one go. One thread per
 * call. Never starts, binds or connects anything.
 */
public final class ConfigLoader {
    private final Path dir;
    private final Findings findings = new Findings();
    private final ConfigFolder folder;
    private final TreeParser parser;
    private final Scope scope;
    private final Parties parties = new Parties();

    private ConfigLoader(final Path dir, final Function<String, String> env) {
        this.dir = dir;
        this.folder = new ConfigFolder(dir, findings);
        this.parser = new TreeParser(findings, env);
        this.scope = new Scope(findings, Keys.SERVER, dir, env);
    }

    /**
     * Loads a configuration.
     *
     * @param dir       the folder that holds {@code server.yaml}.
     * @param overrides values by dotted key of {@code server.yaml}, stronger than the file.
     * @param env       variables of the environment, null for those that are missing; {@code System::getenv}.
     */
    public static Loaded load(final Path dir, final Map<String, String> overrides,
                              final Function<String, String> env) {
        return new ConfigLoader(dir.toAbsolutePath().normalize(), env).load(overrides);
    }

    private Loaded load(final Map<String, String> overrides) {
        Optional<Config> config = Optional.empty();
        if (folder.isThere()) {
            final Optional<ServerConfig> server = server(overrides);
            server.ifPresent(bound -> parties.pingTimeoutNs = bound.ping().timeoutNs());
            final List<VerticalConfig> verticals = verticals();
            final List<BuyerConfig> buyers = buyers();
            final List<OfferConfig> offers = offers();
            final List<PublisherConfig> publishers = publishers();
            if (findings.problemCount() == 0) {
                final String canonical = new CanonicalWriter(dir)
                        .write(server.orElseThrow(), verticals, buyers, publishers, offers);
                config = Optional.of(new Config(server.get(), List.copyOf(verticals), List.copyOf(buyers),
                        List.copyOf(publishers), List.copyOf(offers), canonical, sha256(canonical)));
            }
        }
        return new Loaded(config, findings.problems(), findings.warnings(), folder.fileCount());
    }

    private static String sha256(final String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Optional<Tree> tree(final ConfigFolder.Entry entry) {
        final Optional<Tree> tree = folder.text(entry).flatMap(text -> parser.parse(entry.name(), text));
        if (tree.isPresent() && tree.get().kind() != Tree.Kind.MAPPING) {
            findings.problem(tree.get().at(), "", "expected keys and values, found " + tree.get().shown());
            return Optional.empty();
        }
        return tree;
    }

    private Optional<ServerConfig> server(final Map<String, String> overrides) {
        return tree(folder.server()).map(tree -> {
            Overrides.apply(overrides, tree, findings);
            return ServerBinder.bind(new Block(tree, tree.at(), "", "", scope));
        });
    }

    /** Reads the files of one folder; a file that is no YAML is left out. */
    private <T> List<T> parties(final String name, final Keys keys, final BiFunction<Block, String, T> binder,
                                final Runnable unreadable) {
        final List<T> bound = new ArrayList<>();
        for (final ConfigFolder.Entry entry : folder.list(name)) {
            final Optional<Tree> tree = tree(entry);
            if (tree.isEmpty()) {
                unreadable.run();
                continue;
            }
            final Block root = new Block(tree.get(), tree.get().at(), "", "", scope.with(keys));
            final Value id = root.value("id").required();
            final String written = id.id();
            if (id.isScalar() && !written.equals(entry.id())) {
                id.problem("must be the name of the file, \"" + entry.id() + "\", found \"" + written + '"');
            }
            bound.add(binder.apply(root, entry.id()));
        }
        return bound;
    }

    private List<VerticalConfig> verticals() {
        folder.list("verticals").forEach(entry -> parties.verticalNames.add(entry.id()));
        return parties("verticals", Keys.VERTICAL, (root, id) -> {
            final int before = findings.problemCount();
            final VerticalConfig vertical = VerticalBinder.bind(root, id);
            if (findings.problemCount() == before) {
                parties.verticals.put(id, vertical);
            }
            return vertical;
        }, () -> { });
    }

    private List<BuyerConfig> buyers() {
        return parties("buyers", Keys.BUYER, (root, id) -> BuyerBinder.bind(root, id, parties), parties::missBuyer);
    }

    private List<OfferConfig> offers() {
        folder.list("offers").forEach(entry -> parties.offerNames.add(entry.id()));
        return parties("offers", Keys.OFFER, (root, id) -> {
            final OfferConfig offer = PartyBinder.offer(root, id);
            new CrossCheck(parties).offer(root, offer);
            return offer;
        }, () -> { });
    }

    private List<PublisherConfig> publishers() {
        return parties("publishers", Keys.PUBLISHER, (root, id) -> {
            final PublisherConfig publisher = PartyBinder.publisher(root, id);
            new CrossCheck(parties).publisher(root, publisher);
            return publisher;
        }, () -> { });
    }
}
