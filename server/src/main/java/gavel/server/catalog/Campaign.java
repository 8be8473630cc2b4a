package gavel.server.catalog;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.Opening;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A campaign, compiled. Confined to one loop, because it reads its buyer's calendar. */
public final class Campaign {
    private final BuyerConfig.Campaign config;
    private final BuyerConfig buyer;
    private final int buyerIndex;
    private final int index;
    private final Calendar calendar;
    private final byte[] partyTexts;
    private final byte[] idBytes;
    private final long tieSeed;

    /**
     * @param index      of this campaign among all campaigns of the configuration.
     * @param buyerIndex of its buyer among all buyers.
     * @param calendar   of the buyer's zone.
     */
    public Campaign(final BuyerConfig.Campaign config, final int index, final BuyerConfig buyer, final int buyerIndex,
                    final Calendar calendar) {
        this.config = config;
        this.buyer = buyer;
        this.buyerIndex = buyerIndex;
        this.index = index;
        this.calendar = calendar;
        this.idBytes = config.id().getBytes(StandardCharsets.UTF_8);
        this.partyTexts = partyTexts(idBytes, buyer.id().getBytes(StandardCharsets.UTF_8));
        this.tieSeed = Hash64.of(idBytes, 0, idBytes.length);
    }

    /** As configured. */
    public BuyerConfig.Campaign config() {
        return config;
    }

    /** Its buyer, as configured. */
    public BuyerConfig buyer() {
        return buyer;
    }

    /** Place of its buyer among all buyers. */
    public int buyerIndex() {
        return buyerIndex;
    }

    /** Its place among all campaigns. */
    public int index() {
        return index;
    }

    /** Whether it and its buyer are switched on. */
    public boolean isOn() {
        return config.on() && buyer.on();
    }

    /** Whether its schedule is open. */
    public boolean isOpen(final long epochMs) {
        if (config.schedule().isEmpty()) {
            return true;
        }
        final int minute = calendar.minuteOfWeek(epochMs);
        for (int i = 0; i < config.schedule().size(); i++) {
            final Opening opening = config.schedule().get(i);
            if (minute >= opening.fromMinute() && minute < opening.toMinute()) {
                return true;
            }
        }
        return false;
    }

    /** Campaign's and buyer's id as they stand in records. */
    public byte[] partyTexts() {
        return partyTexts;
    }

    /** Its id in UTF-8. */
    public byte[] idBytes() {
        return idBytes;
    }

    /**
     * Decides ties for one lead: the lower key ranks first. It depends on campaign and lead alone, so it favours
     * nobody, is not won by answering faster, and is the same on every run.
     */
    public long tieKey(final long leadHash) {
        return Hash64.mix(tieSeed ^ leadHash);
    }

    private static byte[] partyTexts(final byte[] campaign, final byte[] party) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(campaign.length);
        out.writeBytes(campaign);
        out.write(party.length);
        out.writeBytes(party);
        return out.toByteArray();
    }
}
