package gavel.server.catalog;

import gavel.config.PublisherConfig;

import java.nio.charset.StandardCharsets;

/** A publisher, compiled. Immutable; any thread. */
public final class Publisher {
    private final PublisherConfig config;
    private final byte[] idBytes;

    public Publisher(final PublisherConfig config) {
        this.config = config;
        this.idBytes = config.id().getBytes(StandardCharsets.UTF_8);
    }

    /** As configured. */
    public PublisherConfig config() {
        return config;
    }

    /** Its id in UTF-8. */
    public byte[] idBytes() {
        return idBytes;
    }

    /** Whether it may send leads and clicks for the offer. */
    public boolean maySend(final Offer offer) {
        return config.offers().isEmpty() || config.offers().contains(offer.config().id());
    }
}
