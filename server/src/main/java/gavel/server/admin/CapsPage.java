package gavel.server.admin;

import gavel.config.BuyerConfig;
import gavel.config.Cap.Unit;
import gavel.config.Config;
import gavel.persist.ledger.ReportFormat;
import gavel.persist.ledger.ReportTable;
import gavel.persist.ledger.ReportTable.Column;
import gavel.persist.ledger.ReportTable.Kind;
import gavel.server.lead.Money;
import gavel.server.route.CapCheck;
import gavel.server.route.PartyCap;
import gavel.server.route.PartyCap.Of;
import org.agrona.concurrent.EpochClock;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is taken of each cap and each buyer's credit, for {@code /caps} and for metrics. Called by the threads of the
 * operators' port, which take turns at the caps' calendars.
 */
final class CapsPage implements Page {
    private static final List<String> PARAMETERS = List.of("buyer", "format");
    private static final List<Column> COLUMNS = List.of(new Column("of", Kind.TEXT, false),
            new Column("id", Kind.TEXT, false), new Column("unit", Kind.TEXT, false),
            new Column("per", Kind.TEXT, false), new Column("taken", Kind.TEXT, false),
            new Column("most", Kind.TEXT, false), new Column("left", Kind.TEXT, false));

    private final Config config;
    private final CapCheck caps;
    private final Set<Of> kinds;
    private final EpochClock clock;
    private final Map<String, BuyerConfig> buyerByCampaign = new HashMap<>();
    private final Map<String, String> currencyByBuyer = new HashMap<>();
    private final Map<String, String> currencyByOffer = new HashMap<>();
    private final Map<String, String> currencyByPublisher = new HashMap<>();

    /** What is taken of one cap now; leads, or micro-units. */
    record Use(PartyCap cap, long taken) {
    }

    /**
     * @param caps  of which nobody else uses the calendars.
     * @param kinds whose caps are shown.
     */
    CapsPage(final Config config, final CapCheck caps, final Set<Of> kinds, final EpochClock clock) {
        this.config = config;
        this.caps = caps;
        this.kinds = kinds;
        this.clock = clock;
        for (final BuyerConfig buyer : config.buyers()) {
            buyer.campaigns().forEach(campaign -> buyerByCampaign.put(campaign.id(), buyer));
        }
        config.offers().forEach(offer -> currencyByOffer.put(offer.id(), offer.currency()));
        config.publishers().forEach(publisher -> currencyByPublisher.put(publisher.id(), publisher.currency()));
        config.buyers().forEach(buyer -> currencyByBuyer.put(buyer.id(), buyer.currency()));
    }

    /** What is taken of every cap now. */
    List<Use> uses() {
        final long nowMs = clock.time();
        synchronized (caps) {
            return caps.all().stream().filter(cap -> kinds.contains(cap.of()))
                    .map(cap -> new Use(cap, cap.cell().taken(cap.period(nowMs)))).toList();
        }
    }

    @Override
    public Reply reply(final Query query) {
        query.allow(PARAMETERS);
        final ReportFormat format = ReportRequest.format(query.value("format"));
        final String buyer = query.value("buyer");
        if (buyer != null) {
            ReportRequest.requireBuyer(buyer, config.buyers());
        }
        final ReportTable table = new ReportTable();
        table.begin("caps, what is taken of them in the running period", COLUMNS);
        for (final Use use : uses()) {
            if (buyer == null || isOf(buyer, use.cap)) {
                table.row(row(use));
            }
        }
        table.note("of credit, what is owed beyond what was paid in; a post that is under way or unknown counts as "
                + "sold");
        return ReportRequest.reply(format, table);
    }

    private boolean isOf(final String buyer, final PartyCap cap) {
        return switch (cap.of()) {
            case BUYER, CREDIT -> cap.id().equals(buyer);
            case CAMPAIGN -> buyerByCampaign.get(cap.id()).id().equals(buyer);
            case OFFER, PUBLISHER -> false;
        };
    }

    private Object[] row(final Use use) {
        final PartyCap cap = use.cap;
        return new Object[] {lower(cap.of()), cap.id(), unit(cap), lower(cap.cap().per()), amount(cap, use.taken),
            amount(cap, cap.cap().max()), amount(cap, cap.cap().max() - use.taken)};
    }

    /** Leads, or the currency of what is counted. */
    String unit(final PartyCap cap) {
        if (cap.cap().unit() == Unit.LEADS) {
            return "leads";
        }
        return switch (cap.of()) {
            case CAMPAIGN -> buyerByCampaign.get(cap.id()).currency();
            case BUYER, CREDIT -> currencyByBuyer.get(cap.id());
            case OFFER -> currencyByOffer.get(cap.id());
            case PUBLISHER -> currencyByPublisher.get(cap.id());
        };
    }

    private static String amount(final PartyCap cap, final long amount) {
        return cap.cap().unit() == Unit.LEADS ? Long.toString(amount) : Money.text(amount);
    }

    static String lower(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
