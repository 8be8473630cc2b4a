package gavel.server.catalog;

import gavel.config.BuyerConfig;
import gavel.config.Config;
import gavel.config.OfferConfig;
import gavel.config.PublisherConfig;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One configuration, compiled for one loop. Confined to that loop; each has its own. */
public final class Catalog {
    private final Config config;
    private final int version;
    private final NameTable offerNames;
    private final Offer[] offers;
    private final NameTable publisherNames;
    private final Publisher[] publishers;
    private final List<Campaign> campaigns;

    /**
     * @param version number of the configuration in the journal.
     */
    public Catalog(final Config config, final int version) {
        this.config = config;
        this.version = version;
        final Map<String, Vertical> verticalById = new HashMap<>();
        config.verticals().forEach(vertical -> verticalById.put(vertical.id(), new Vertical(vertical)));
        this.campaigns = campaigns(config);
        this.offerNames = new NameTable(config.offers().stream().map(OfferConfig::id).collect(Collectors.toList()));
        this.offers = new Offer[config.offers().size()];
        Arrays.setAll(offers, i -> offer(i, verticalById));
        this.publisherNames =
                new NameTable(config.publishers().stream().map(PublisherConfig::id).collect(Collectors.toList()));
        this.publishers = new Publisher[config.publishers().size()];
        Arrays.setAll(publishers, i -> new Publisher(config.publishers().get(i), i));
    }

    /** What it was compiled from. */
    public Config config() {
        return config;
    }

    /** Number of the configuration in the journal. */
    public int version() {
        return version;
    }

    /** The offer of an id, or null. */
    public Offer offer(final byte[] source, final int offset, final int length) {
        final int index = offerNames.indexOf(source, offset, length);
        return index == NameTable.ABSENT ? null : offers[index];
    }

    /** The publisher of an id, or null. */
    public Publisher publisher(final byte[] source, final int offset, final int length) {
        final int index = publisherNames.indexOf(source, offset, length);
        return index == NameTable.ABSENT ? null : publishers[index];
    }

    /** All publishers. */
    public Publisher[] publishers() {
        return publishers;
    }

    /** All campaigns, by their index. */
    public List<Campaign> campaigns() {
        return campaigns;
    }

    private Offer offer(final int place, final Map<String, Vertical> verticalById) {
        final OfferConfig offer = config.offers().get(place);
        final Campaign[] asked = campaigns.stream()
                .filter(Campaign::isOn)
                .filter(campaign -> campaign.config().vertical().equals(offer.vertical()))
                .filter(campaign -> campaign.buyer().currency().equals(offer.currency()))
                .filter(campaign -> offer.campaigns().isEmpty() || offer.campaigns().contains(campaign.config().id()))
                .toArray(Campaign[]::new);
        return new Offer(offer, place, verticalById.get(offer.vertical()), asked);
    }

    private static List<Campaign> campaigns(final Config config) {
        final List<Campaign> campaigns = new ArrayList<>();
        for (int i = 0; i < config.buyers().size(); i++) {
            final BuyerConfig buyer = config.buyers().get(i);
            final Calendar calendar = new Calendar(buyer.zone());
            for (final BuyerConfig.Campaign campaign : buyer.campaigns()) {
                campaigns.add(new Campaign(campaign, campaigns.size(), buyer, i, calendar));
            }
        }
        return campaigns;
    }
}
