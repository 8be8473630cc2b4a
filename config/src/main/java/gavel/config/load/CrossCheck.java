package gavel.config.load;

import gavel.config.OfferConfig;
import gavel.config.PublisherConfig;
import java.util.Map;

/**
 * Holds offers against campaigns, and publishers against offers: who exists, and whose money is the same. One thread.
 */
final class CrossCheck {
    private final Parties parties;

    CrossCheck(final Parties parties) {
        this.parties = parties;
    }

    void offer(final Block root, final OfferConfig offer) {
        parties.currencyByOffer.put(offer.id(), offer.currency());
        root.value("vertical").mustBeIn(parties.verticalNames, "vertical");
        for (final Value item : root.value("campaigns").items("campaigns")) {
            final Parties.Order order = item.isScalar() ? parties.orders.get(item.tree().text()) : null;
            if (order == null) {
                if (parties.hasAllBuyers()) {
                    item.mustBeIn(parties.orders.keySet(), "campaign");
                }
            } else if (!order.campaign().vertical().equals(offer.vertical())
                    && parties.verticalNames.contains(order.campaign().vertical())
                    && parties.verticalNames.contains(offer.vertical())) {
                item.problem("buys the vertical " + order.campaign().vertical() + ", not " + offer.vertical());
            } else if (!order.currency().equals(offer.currency())) {
                item.problem("its buyer " + order.buyer() + " bids in " + order.currency() + ", not "
                        + offer.currency());
            }
        }
        final boolean sellable = parties.orders.values().stream().anyMatch(order ->
                order.campaign().vertical().equals(offer.vertical()) && order.currency().equals(offer.currency()));
        if (!sellable && parties.hasAllBuyers() && parties.verticalNames.contains(offer.vertical())) {
            root.value("vertical").warning("no campaign buys " + offer.vertical() + " in " + offer.currency()
                    + ", so no lead of this offer can be sold");
        }
    }

    void publisher(final Block root, final PublisherConfig publisher) {
        for (final Value item : root.value("keys").items("keys")) {
            if (!item.isBlock()) {
                continue;
            }
            final Value hash = item.block().value("sha256");
            if (hash.isScalar()) {
                final String other = parties.key(hash.tree().text(), publisher.id());
                if (other != null) {
                    hash.problem("is a key of the publisher " + other + " already");
                }
            }
        }
        for (final Value item : root.value("offers").items("offers")) {
            item.mustBeIn(parties.offerNames, "offer");
            final String currency = item.isScalar() ? parties.currencyByOffer.get(item.tree().text()) : null;
            if (currency != null && !currency.equals(publisher.currency())) {
                item.problem("pays in " + currency + ", but the publisher's account is in " + publisher.currency());
            }
        }
        if (!publisher.offers().isEmpty()) {
            return;
        }
        for (final Map.Entry<String, String> offer : parties.currencyByOffer.entrySet()) {
            if (!offer.getValue().equals(publisher.currency())) {
                root.value("currency").problem("is not that of the offer " + offer.getKey() + ", " + offer.getValue()
                        + "; list under offers those that this publisher may send");
                return;
            }
        }
    }
}
