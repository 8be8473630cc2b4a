package gavel.config.load;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.AdaptiveTimeout;
import gavel.config.BuyerConfig.Breaker;
import gavel.config.BuyerConfig.Campaign;
import gavel.config.BuyerConfig.Endpoint;
import gavel.config.VerticalConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Reads a file of {@code buyers/}, apart from its two endpoints. One thread. */
final class BuyerBinder {
    private static final long SECOND = 1_000_000_000L;
    private static final long CALLS_MAX = 1_000_000L;
    private static final long PPM_OF_PERCENT = 10_000;
    /** To tell more, more bids would have to be remembered than come from one buyer in any useful time. */
    private static final long KEEP_MAX_PPM = 999_000;

    private BuyerBinder() {
    }

    static BuyerConfig bind(final Block root, final String id, final Parties parties) {
        final String currency = root.value("currency").required().currency("USD");
        final List<Campaign> campaigns = campaigns(root.value("campaigns").required(), id, currency, parties);
        final List<VerticalConfig> verticals = new ArrayList<>();
        final Set<String> names = new TreeSet<>();
        for (final Campaign campaign : campaigns) {
            if (names.add(campaign.vertical()) && parties.verticals.containsKey(campaign.vertical())) {
                verticals.add(parties.verticals.get(campaign.vertical()));
            }
        }
        final boolean complete = !names.isEmpty() && verticals.size() == names.size();
        final EndpointBinder endpoints = new EndpointBinder(verticals, complete);
        final Block connections = root.value("connections").block();
        final Block pingBlock = root.value("ping").required().block();
        final Endpoint ping = endpoints.ping(pingBlock);
        final Block postBlock = root.value("post").required().block();
        final Endpoint post = endpoints.post(postBlock, ping);
        return new BuyerConfig(id,
                root.value("name").name(id),
                PartyBinder.zone(root.value("zone")),
                currency,
                root.value("on").flag(true),
                connections.value("max").count(256, 1, 65_535),
                connections.value("idle").durationNs(30 * SECOND, SECOND / 1000, 3600 * SECOND),
                root.value("calls").block().value("max").count(0, 1, 1_000_000),
                breaker(root.value("breaker").block()),
                adaptive(pingBlock.value("adaptive"), ping.timeoutNs(), parties.pingTimeoutNs),
                ping, post, endpoints.status(root.value("status")), credit(root.value("credit"), currency),
                CapBinder.bind(root.value("caps"), currency, "the buyer"), campaigns);
    }

    private static OptionalLong credit(final Value value, final String currency) {
        return value.isPresent()
                ? OptionalLong.of(value.moneyMicros(0, CapBinder.MONEY_MAX_MICROS, currency, "the buyer"))
                : OptionalLong.empty();
    }

    private static Breaker breaker(final Block block) {
        return new Breaker(block.value("on").flag(true),
                block.value("window").durationNs(10 * SECOND, SECOND, 3600 * SECOND),
                block.value("calls_min").integer(20, 1, CALLS_MAX),
                block.value("posts_min").integer(5, 1, CALLS_MAX),
                block.value("failure_rate").sharePpm(50 * PPM_OF_PERCENT, PPM_OF_PERCENT, 99 * PPM_OF_PERCENT),
                block.value("skip_max").sharePpm(95 * PPM_OF_PERCENT, PPM_OF_PERCENT, 99 * PPM_OF_PERCENT));
    }

    private static Optional<AdaptiveTimeout> adaptive(final Value value, final long ownNs, final long stageNs) {
        if (!value.isPresent()) {
            return Optional.empty();
        }
        final long mostNs = ownNs == 0 ? stageNs : Math.min(ownNs, stageNs);
        final Value min = value.block().value("timeout_min").required();
        final long minNs = min.durationNs(0, SECOND / 1000, 60 * SECOND);
        if (minNs >= mostNs) {
            min.problem("leaves nothing to adapt: the buyer has at most " + Units.duration(mostNs) + ", by "
                    + (mostNs == stageNs ? "ping.timeout of server.yaml" : "its ping.timeout"));
        }
        return Optional.of(new AdaptiveTimeout(minNs, value.block().value("keep")
                .sharePpm(99 * PPM_OF_PERCENT, 50 * PPM_OF_PERCENT, KEEP_MAX_PPM)));
    }

    private static List<Campaign> campaigns(final Value list, final String buyer, final String currency,
                                            final Parties parties) {
        final List<Campaign> campaigns = new ArrayList<>();
        for (final Value item : list.items("campaigns")) {
            final Block block = item.block();
            final Value id = block.value("id").required();
            final Campaign campaign = campaign(block, id.id(), currency, parties);
            parties.campaign(id, buyer, currency, campaign);
            campaigns.add(campaign);
        }
        if (list.isList() && campaigns.isEmpty()) {
            list.problem("a buyer needs at least one campaign");
        }
        return List.copyOf(campaigns);
    }

    private static Campaign campaign(final Block block, final String id, final String currency,
                                     final Parties parties) {
        final Value vertical = block.value("vertical").required();
        final String verticalId = vertical.id();
        vertical.mustBeIn(parties.verticalNames, "vertical");
        return new Campaign(id,
                verticalId,
                block.value("on").flag(true),
                FilterBinder.bind(block.value("filters").block(), parties.verticals.get(verticalId)),
                ScheduleParser.parse(block.value("schedule")),
                CapBinder.bind(block.value("caps"), currency, "the buyer"),
                block.value("bid_max").required().moneyMicros(0, PartyBinder.AMOUNT_MAX_MICROS, currency,
                        "the buyer"));
    }
}
