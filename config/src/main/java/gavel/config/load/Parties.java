package gavel.config.load;

import gavel.config.BuyerConfig.Campaign;
import gavel.config.VerticalConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the files read so far have named, so that the later ones can refer to it. One thread.
 *
 * <p>Names come from the file names, so a broken file does not make everything that refers to it wrong as well.
 */
final class Parties {
    static final int CAMPAIGNS_MAX = 4096;

    /** A campaign with what offers need to know of its buyer. */
    record Order(String buyer, String currency, Campaign campaign) {
    }

    /** All verticals that have a file. */
    final Set<String> verticalNames = new TreeSet<>();
    /** Those whose file has no problems; only against these are fields checked. */
    final Map<String, VerticalConfig> verticals = new TreeMap<>();
    final Map<String, Order> orders = new TreeMap<>();
    final Set<String> offerNames = new TreeSet<>();
    /** The longest that any buyer may take to answer a ping; without bound where the server's file is wrong. */
    long pingTimeoutNs = Long.MAX_VALUE;
    final Map<String, String> currencyByOffer = new TreeMap<>();
    private final Map<String, String> publisherByKey = new HashMap<>();
    private boolean buyersComplete = true;
    private int campaignCount;

    /** Notes that a buyer's file could not be read at all, so that unknown campaigns are not held against offers. */
    void missBuyer() {
        buyersComplete = false;
    }

    boolean hasAllBuyers() {
        return buyersComplete;
    }

    void campaign(final Value id, final String buyer, final String currency, final Campaign campaign) {
        if (++campaignCount == CAMPAIGNS_MAX + 1) {
            id.problem("more than " + CAMPAIGNS_MAX + " campaigns");
        }
        final Order other = orders.putIfAbsent(campaign.id(), new Order(buyer, currency, campaign));
        if (other != null && id.isScalar()) {
            id.problem("the buyer " + other.buyer() + " has a campaign of that id already");
        }
    }

    /** The publisher that has this key already, or null when it is new. */
    String key(final String sha256, final String publisher) {
        return publisherByKey.putIfAbsent(sha256, publisher);
    }
}
