package gavel.server.catalog;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.Answer;
import gavel.config.BuyerConfig.Endpoint;
import gavel.config.BuyerConfig.Filter;
import gavel.config.BuyerConfig.Format;
import gavel.config.BuyerConfig.Match;
import gavel.config.BuyerConfig.Opening;
import gavel.config.BuyerConfig.Part;
import gavel.config.BuyerConfig.Url;
import gavel.config.Cap;
import gavel.config.Config;
import gavel.config.FieldType;
import gavel.config.OfferConfig;
import gavel.config.PublisherConfig;
import gavel.config.VerticalConfig;
import gavel.config.VerticalConfig.Field;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A small configuration that is right, for tests to change. One thread. */
public final class SampleConfig {
    /** Limit of bids. */
    public static final long BID_MAX_MICROS = 50_000_000L;
    /** SHA-256 of {@code key}. */
    public static final String KEY_SHA256 = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";

    /** A breaker that never skips. */
    public static final BuyerConfig.Breaker BREAKER_OFF =
            new BuyerConfig.Breaker(false, 1_000_000_000L, 1, 1, 500_000, 950_000);

    public List<Field> fields = new ArrayList<>(List.of(
            field("zip", FieldType.ZIP, true), field("phone", FieldType.PHONE, true),
            field("mobile", FieldType.PHONE, false), field("email", FieldType.EMAIL, false),
            new Field("name", FieldType.STRING, false, false, 1, 20, List.of()),
            new Field("year", FieldType.INTEGER, false, true, 1950, 2030, List.of()),
            new Field("amount", FieldType.DECIMAL, false, true, -10_000_000, 10_500_000, List.of()),
            new Field("credit", FieldType.ENUM, false, true, 0, 0, List.of("good", "fair")),
            field("owner", FieldType.BOOLEAN, false), field("state", FieldType.STATE, false),
            new Field("born", FieldType.DATE, false, false, -50_000, 50_000, List.of()),
            new Field("consent", FieldType.CONSENT, false, false, 1, 500, List.of())));
    public List<String> duplicateFields = List.of("phone", "mobile", "email");
    public List<BuyerConfig.Campaign> campaigns = new ArrayList<>();
    public ZoneId zone = ZoneOffset.UTC;
    public boolean buyerOn = true;
    public BuyerConfig.Breaker breaker = BREAKER_OFF;
    public Optional<BuyerConfig.AdaptiveTimeout> adaptive = Optional.empty();
    public boolean offerOn = true;
    public long floorMicros;
    public OfferConfig.Margin margin = new OfferConfig.Margin(0, 0);
    public OfferConfig.EarlyClose earlyClose = OfferConfig.EarlyClose.BID_MAX;
    public OfferConfig.Payout payout = new OfferConfig.Payout(OfferConfig.PayoutKind.SHARE, 800_000);
    public List<String> publisherOffers = List.of();
    public OptionalLong credit = OptionalLong.empty();
    public List<Cap> buyerCaps = List.of();
    public List<Cap> offerCaps = List.of();
    public List<Cap> publisherCaps = List.of();

    /** A field without limits. */
    public static Field field(final String name, final FieldType type, final boolean required) {
        return new Field(name, type, required, !type.isPersonal(), 0, 0, List.of());
    }

    /** A campaign that takes everything. */
    public static BuyerConfig.Campaign campaign(final String id) {
        return campaign(id, List.of(), List.of(), 0);
    }

    /** A campaign. */
    public static BuyerConfig.Campaign campaign(final String id, final List<Filter> filters,
                                                final List<Opening> schedule, final long leadsPerDay) {
        return new BuyerConfig.Campaign(id, "auto", true, filters, schedule, perDay(leadsPerDay), BID_MAX_MICROS);
    }

    /** A cap of leads per day; none for 0. */
    public static List<Cap> perDay(final long leads) {
        return leads == 0 ? List.of() : List.of(new Cap(Cap.Unit.LEADS, leads, Cap.Period.DAY));
    }

    /** An endpoint. */
    public static Endpoint endpoint(final Format format, final List<Part> body, final Answer answer) {
        return new Endpoint(new Url(false, "127.0.0.1", 8080, "/x?y=z"), "POST", List.of(), format, body, 0, false,
                answer);
    }

    /** How answers to pings are read. */
    public static Answer pingAnswer() {
        return new Answer(Optional.of("bid"), Optional.of("ref"), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    /** How answers to posts are read. */
    public static Answer postAnswer() {
        return new Answer(Optional.empty(), Optional.of("r.id"),
                Optional.of(new Match("r.status", List.of("Accepted", "ok"))),
                Optional.of(new Match("r.status", List.of("rejected"))), Optional.of("r.why"), Optional.of("r.url"));
    }

    /** The vertical. */
    public VerticalConfig vertical() {
        return new VerticalConfig("auto", fields, new VerticalConfig.Duplicates(duplicateFields, 86_400_000_000_000L),
                0);
    }

    /** The buyer, with all campaigns. */
    public BuyerConfig buyer() {
        return new BuyerConfig("acme", "Acme", zone, "USD", buyerOn, 4, 1_000_000_000L, 0, breaker,
                adaptive, endpoint(Format.JSON, List.of(), pingAnswer()),
                endpoint(Format.JSON, List.of(), postAnswer()), Optional.empty(), credit, buyerCaps,
                campaigns);
    }

    /** The offer. */
    public OfferConfig offer() {
        return new OfferConfig("quote", "auto", "USD", offerOn, "https://www.example.com/", floorMicros, margin, payout,
                List.of(), zone, offerCaps, earlyClose);
    }

    /** The whole, compiled. */
    public Catalog catalog() {
        final PublisherConfig publisher = new PublisherConfig("north", "North", zone, "USD", true,
                List.of(new PublisherConfig.Key("main", KEY_SHA256)), publisherOffers, publisherCaps);
        return new Catalog(new Config(null, List.of(vertical()), List.of(buyer()), List.of(publisher),
                List.of(offer()), "", ""), 1);
    }

    /** The compiled offer. */
    public static Offer offer(final Catalog catalog) {
        final byte[] id = "quote".getBytes(StandardCharsets.UTF_8);
        return catalog.offer(id, 0, id.length);
    }
}
