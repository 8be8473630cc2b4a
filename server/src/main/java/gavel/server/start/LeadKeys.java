package gavel.server.start;

import gavel.config.Config;
import gavel.config.ServerConfig;
import gavel.config.VerticalConfig;
import gavel.persist.DataDirectory;
import gavel.persist.journal.Disk;
import gavel.persist.keys.KeyAgent;
import gavel.persist.keys.KeyStore;
import gavel.persist.keys.RetentionAgent;
import gavel.persist.recover.RecordStore;
import gavel.persist.recover.StoreException;
import gavel.server.sale.LeadCipher;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The keys under which leads' fields are kept, if a master key is configured. Opened and closed by one thread. */
final class LeadKeys implements AutoCloseable {
    private final KeyStore store;
    private final KeyAgent agent;

    private LeadKeys(final KeyStore store, final KeyAgent agent) {
        this.store = store;
        this.agent = agent;
    }

    /** Opens them, and makes as many ready as loops may need before the agent runs. */
    static LeadKeys open(final Path dataDir, final ServerConfig server, final NanoClock clock,
                         final Consumer<Throwable> fatal) {
        final Path directory = new DataDirectory(dataDir).keys();
        final Consumer<String> says = sentence -> System.err.println("gavel: " + sentence);
        if (server.personal().keys().isEmpty()) {
            says.accept("the fields of leads are not kept, because there is no personal.key"
                    + (Files.exists(directory) ? "; those that were kept can't be read" : ""));
            return new LeadKeys(null, null);
        }
        try {
            final KeyStore store = new KeyStore(directory, server.personal().keys(), Disk.REAL);
            final KeyAgent agent =
                    new KeyAgent(store, server.loops(), server.intake().leadsMax(), clock, says, fatal);
            agent.fill();
            return new LeadKeys(store, agent);
        } catch (final IOException e) {
            throw new StoreException(StoreException.Code.IO, "the keys in " + directory + " can't be opened or made: "
                    + e.getMessage(), e);
        }
    }

    /** What encrypts the fields of a loop's leads. */
    LeadCipher cipher(final int loop) {
        return agent == null ? LeadCipher.NONE : new LeadCipher(agent.loop(loop));
    }

    /** What makes further keys. */
    Optional<KeyAgent> agent() {
        return Optional.ofNullable(agent);
    }

    /** What forgets fields by age, if any vertical says so. */
    Optional<RetentionAgent> retention(final Config config, final RecordStore records) {
        final Map<String, Long> keepNsByVertical = new TreeMap<>();
        for (final VerticalConfig vertical : config.verticals()) {
            if (vertical.keepNs() > 0) {
                keepNsByVertical.put(vertical.id(), vertical.keepNs());
            }
        }
        return store == null || keepNsByVertical.isEmpty() ? Optional.empty()
                : Optional.of(new RetentionAgent(store, keepNsByVertical, records::reader, records::forcedSequence,
                        SystemEpochClock.INSTANCE, sentence -> System.err.println("gavel: " + sentence)));
    }

    /** What decrypts and erases. */
    Optional<KeyStore> store() {
        return Optional.ofNullable(store);
    }

    @Override
    public void close() throws IOException {
        if (store != null) {
            store.close();
        }
    }
}
