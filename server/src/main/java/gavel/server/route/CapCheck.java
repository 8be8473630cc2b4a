package gavel.server.route;

import gavel.config.BuyerConfig;
import gavel.config.Cap;
import gavel.config.Config;
import gavel.server.catalog.Calendar;
import gavel.server.catalog.Campaign;
import gavel.server.catalog.Catalog;
import gavel.server.lead.CapPlaces;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.route.PartyCap.Of;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The caps that concern a sale: of its campaign and buyer, its offer and its publisher. One per loop and confined to
 * it, since it reads calendars; what is taken is shared. A sale has a place under all of them or under none.
 */
public final class CapCheck {
    private static final PartyCap[] NONE = {};

    private final PartyCap[][] byCampaign;
    private final PartyCap[][] byOffer;
    private final PartyCap[][] byPublisher;
    private final List<PartyCap> all;
    private final Map<Party, List<PartyCap>> byParty;

    private record Party(Of of, String id) {
    }

    public CapCheck(final Catalog catalog, final CapGate gate) {
        final Map<BuyerConfig, List<PartyCap>> byBuyer = new HashMap<>();
        for (final BuyerConfig buyer : catalog.config().buyers()) {
            byBuyer.put(buyer, ofBuyer(buyer, new Calendar(buyer.zone()), gate));
        }
        byCampaign = catalog.campaigns().stream().map(campaign -> ofCampaign(campaign,
                byBuyer.get(campaign.buyer()), gate)).toArray(PartyCap[][]::new);
        byOffer = catalog.config().offers().stream().map(offer -> caps(Of.OFFER, offer.id(), offer.caps(),
                new Calendar(offer.zone()), gate).toArray(NONE)).toArray(PartyCap[][]::new);
        byPublisher = catalog.config().publishers().stream().map(publisher -> caps(Of.PUBLISHER, publisher.id(),
                publisher.caps(), new Calendar(publisher.zone()), gate).toArray(NONE)).toArray(PartyCap[][]::new);
        all = Stream.of(byCampaign, byOffer, byPublisher).flatMap(Stream::of).flatMap(Stream::of).distinct().toList();
        byParty = all.stream().collect(Collectors.groupingBy(cap -> new Party(cap.of(), cap.id())));
    }

    /** With calendars of its own, for who has no catalog. */
    public static CapCheck of(final Config config, final CapGate gate) {
        return new CapCheck(new Catalog(config, 0), gate);
    }

    private static PartyCap[] ofCampaign(final Campaign campaign, final List<PartyCap> ofBuyer, final CapGate gate) {
        final List<PartyCap> caps = new ArrayList<>(caps(Of.CAMPAIGN, campaign.config().id(), campaign.config().caps(),
                new Calendar(campaign.buyer().zone()), gate));
        caps.addAll(ofBuyer);
        return caps.toArray(NONE);
    }

    private static List<PartyCap> ofBuyer(final BuyerConfig buyer, final Calendar calendar, final CapGate gate) {
        final List<PartyCap> caps = new ArrayList<>(caps(Of.BUYER, buyer.id(), buyer.caps(), calendar, gate));
        if (buyer.credit().isPresent()) {
            caps.add(PartyCap.of(Of.CREDIT, buyer.id(), new Cap(Cap.Unit.MONEY, buyer.credit().getAsLong(),
                    Cap.Period.TOTAL), calendar, gate));
        }
        return caps;
    }

    private static List<PartyCap> caps(final Of of, final String id, final List<Cap> caps, final Calendar calendar,
                                       final CapGate gate) {
        return caps.stream().map(cap -> PartyCap.of(of, id, cap, calendar, gate)).toList();
    }

    /** Whether offer and publisher let the lead be sold now. */
    boolean hasRoom(final Lead lead, final long epochMs) {
        return hurdle(byOffer[lead.offer().place()], lead, epochMs) == null
                && hurdle(byPublisher[lead.publisher().index()], lead, epochMs) == null;
    }

    /** NONE, or why the campaign can't buy the lead now. */
    LeadReason hurdle(final Campaign campaign, final Lead lead, final long epochMs) {
        final PartyCap hurdle = hurdle(byCampaign[campaign.index()], lead, epochMs);
        return hurdle == null ? LeadReason.NONE
                : hurdle.of() == Of.CREDIT ? LeadReason.NO_CREDIT : LeadReason.ALL_CAPPED;
    }

    /** The cap under which the lead has no room even at the lowest price it may have; null without one. */
    private static PartyCap hurdle(final PartyCap[] caps, final Lead lead, final long epochMs) {
        final long leastMicros = Math.max(1, Math.max(lead.floorMicros(), lead.offer().config().floorMicros()));
        for (final PartyCap cap : caps) {
            if (!cap.hasRoom(leastMicros, 1, epochMs)) {
                return cap;
            }
        }
        return null;
    }

    /**
     * Takes places for a sale.
     *
     * @param places says price and payout, and is told the places.
     * @return whether there was room under all caps; nothing is taken when there was not.
     */
    public boolean reserve(final CapPlaces places, final Lead lead, final Campaign campaign, final long epochMs) {
        if (reserve(places, byCampaign[campaign.index()], epochMs) && reserve(places, byOffer[lead.offer().place()],
                epochMs) && reserve(places, byPublisher[lead.publisher().index()], epochMs)) {
            return true;
        }
        release(places, lead, campaign);
        return false;
    }

    private static boolean reserve(final CapPlaces places, final PartyCap[] caps, final long epochMs) {
        for (final PartyCap cap : caps) {
            final long period = cap.reserve(places, epochMs);
            if (period == CapGate.Cell.REFUSED) {
                return false;
            }
            places.add(period);
        }
        return true;
    }

    /** Gives the places back. */
    public void release(final CapPlaces places, final Lead lead, final Campaign campaign) {
        int place = release(places, byCampaign[campaign.index()], 0);
        place = release(places, byOffer[lead.offer().place()], place);
        release(places, byPublisher[lead.publisher().index()], place);
    }

    private static int release(final CapPlaces places, final PartyCap[] caps, final int from) {
        int place = from;
        for (int i = 0; i < caps.length && place < places.count(); i++) {
            caps[i].release(places, places.period(place++));
        }
        return place;
    }

    /** All caps that concern a sale by their parties' ids; none of a party that the configuration lacks. */
    public List<PartyCap> of(final String campaign, final String buyer, final String offer, final String publisher) {
        final List<PartyCap> caps = new ArrayList<>();
        caps.addAll(byParty.getOrDefault(new Party(Of.CAMPAIGN, campaign), List.of()));
        caps.addAll(byParty.getOrDefault(new Party(Of.BUYER, buyer), List.of()));
        caps.addAll(byParty.getOrDefault(new Party(Of.CREDIT, buyer), List.of()));
        caps.addAll(byParty.getOrDefault(new Party(Of.OFFER, offer), List.of()));
        caps.addAll(byParty.getOrDefault(new Party(Of.PUBLISHER, publisher), List.of()));
        return caps;
    }

    /** All caps there are, in the configuration's order. */
    public List<PartyCap> all() {
        return all;
    }
}
