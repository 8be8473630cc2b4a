package gavel.server.catalog;

import gavel.config.OfferConfig;

import java.nio.charset.StandardCharsets;

/** An offer, compiled. Immutable but for its campaigns' calendars and their index, so confined to one loop. */
public final class Offer {
    private final OfferConfig config;
    private final int place;
    private final Vertical vertical;
    private final Campaign[] campaigns;
    private final CampaignIndex index;
    private final byte[] idBytes;
    private final byte[] verticalBytes;
    private final byte[] currencyBytes;

    /**
     * @param place of this offer among all.
     */
    public Offer(final OfferConfig config, final int place, final Vertical vertical, final Campaign[] campaigns) {
        this.config = config;
        this.place = place;
        this.vertical = vertical;
        this.campaigns = campaigns;
        this.index = new CampaignIndex(campaigns, vertical);
        this.idBytes = config.id().getBytes(StandardCharsets.UTF_8);
        this.verticalBytes = config.vertical().getBytes(StandardCharsets.UTF_8);
        this.currencyBytes = config.currency().getBytes(StandardCharsets.US_ASCII);
    }

    /** As configured. */
    public OfferConfig config() {
        return config;
    }

    /** Kind of its leads. */
    public Vertical vertical() {
        return vertical;
    }

    /** Campaigns that may be asked for its leads, those that are on. */
    public Campaign[] campaigns() {
        return campaigns;
    }

    /** Finds those of its campaigns whose filters a lead passes, by their place in {@link #campaigns}. */
    public CampaignIndex index() {
        return index;
    }

    /** Its place among all offers. */
    public int place() {
        return place;
    }

    /** Its id in UTF-8. */
    public byte[] idBytes() {
        return idBytes;
    }

    /** Its vertical's id in UTF-8. */
    public byte[] verticalBytes() {
        return verticalBytes;
    }

    /** Its currency's three letters. */
    public byte[] currencyBytes() {
        return currencyBytes;
    }
}
