package gavel.server.catalog;

import gavel.config.PublisherConfig;

import java.nio.charset.StandardCharsets;

/** A publisher, compiled. Immutable; any thread. */
public final class Publisher {
    private final PublisherConfig config;
    private final int index;
    private final byte[] idBytes;

    /**
     * @param index of this publisher among all.
     */
    public Publisher(final PublisherConfig config, final int index) {
        this.config = config;
        this.index = index;
        this.idBytes = config.id().getBytes(StandardCharsets.UTF_8);
    }

    /** As configured. */
    public PublisherConfig config() {
        return config;
    }

    /** Its place among all publishers. */
    public int index() {
        return index;
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
