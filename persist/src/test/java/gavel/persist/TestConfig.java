package gavel.persist;

import gavel.config.Config;
import gavel.config.ServerConfig;

import java.util.List;
import java.util.Optional;

/** A configuration of which only what the records need is there. Immutable; any thread. */
public final class TestConfig {
    public static final int SALE_ENTRIES = 256;
    public static final int CLICK_ENTRIES = 128;

    private TestConfig() {
    }

    public static ServerConfig server() {
        return server(SALE_ENTRIES, CLICK_ENTRIES, 256 * 1024, 64 * 1024);
    }

    public static ServerConfig server(final int saleEntries, final int clickEntries, final long segmentBytes,
                                      final int batchMaxBytes) {
        return new ServerConfig(3, null, null, 1, null,
                new ServerConfig.Intake(16 * 1024, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), null,
                new ServerConfig.Ping(0, 0, 0, 16, Optional.empty()), null,
                new ServerConfig.Sale(ServerConfig.Durability.DISK, saleEntries),
                new ServerConfig.Click(null, clickEntries),
                new ServerConfig.Drain(segmentBytes, batchMaxBytes, 1_000_000), null,
                new ServerConfig.Personal(List.of()));
    }

    public static Config config(final String canonical) {
        return new Config(server(), List.of(), List.of(), List.of(), List.of(), canonical,
                Integer.toHexString(canonical.hashCode()));
    }
}
