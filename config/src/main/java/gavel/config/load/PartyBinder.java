package gavel.config.load;

import gavel.config.BuyerConfig;
import gavel.config.Limits;
import gavel.config.OfferConfig;
import gavel.config.OfferConfig.EarlyClose;
import gavel.config.OfferConfig.Margin;
import gavel.config.OfferConfig.Payout;
import gavel.config.OfferConfig.PayoutKind;
import gavel.config.PublisherConfig;
import gavel.config.PublisherConfig.Key;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a file of {@code publishers/} and of {@code offers/}. One thread. */
final class PartyBinder {
    /** Far above any lead, and far below where sums of micro-units end. */
    static final long AMOUNT_MAX_MICROS = 1_000_000_000_000L;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> PLACEHOLDERS =
            new TreeSet<>(Set.of("click_id", "sub1", "sub2", "sub3", "sub4", "sub5"));

    private PartyBinder() {
    }

    static ZoneId zone(final Value value) {
        final Optional<String> text = value.scalar("a time zone such as America/Chicago");
        if (text.isEmpty()) {
            return ZoneOffset.UTC;
        }
        if (text.get().equals("UTC")) {
            return ZoneOffset.UTC;
        }
        try {
            if (ZoneId.getAvailableZoneIds().contains(text.get())) {
                return ZoneId.of(text.get());
            }
        } catch (final DateTimeException e) {
            value.problem("the time zone " + value.tree().shown() + " has no rules here");
            return ZoneOffset.UTC;
        }
        value.problem("expected a time zone such as America/Chicago, found " + value.tree().shown()
                + Suggestion.of(text.get(), ZoneId.getAvailableZoneIds()));
        return ZoneOffset.UTC;
    }

    static PublisherConfig publisher(final Block root, final String id) {
        final String currency = root.value("currency").required().currency("USD");
        return new PublisherConfig(id,
                root.value("name").name(id),
                zone(root.value("zone")),
                currency,
                root.value("on").flag(true),
                keys(root.value("keys").required()),
                ids(root.value("offers"), "offers"),
                CapBinder.bind(root.value("caps"), currency, "the publisher"));
    }

    /** A list of ids, without repeats. */
    static List<String> ids(final Value list, final String what) {
        final List<String> ids = new ArrayList<>();
        for (final Value item : list.items(what)) {
            final String id = item.id();
            if (ids.contains(id)) {
                item.problem("stands in the list twice");
            }
            ids.add(id);
        }
        return List.copyOf(ids);
    }

    private static List<Key> keys(final Value list) {
        final List<Key> keys = new ArrayList<>();
        for (final Value item : list.items("keys")) {
            final Block block = item.block();
            final String id = block.value("id").required().id();
            final Value hash = block.value("sha256").required();
            final String sha256 = hash.scalar("a hash").orElse("");
            if (hash.isScalar() && !SHA256.matcher(sha256).matches()) {
                hash.scope().findings().hide(hash.place(), hash.end());
                hash.problem("expected the SHA-256 of the key, 64 hexadecimal digits in lower case");
            }
            if (keys.stream().anyMatch(key -> key.id().equals(id))) {
                block.value("id").problem("this publisher has another key of that id");
            }
            keys.add(new Key(id, sha256));
        }
        if (list.isList() && keys.isEmpty()) {
            list.problem("a publisher needs at least one key");
        }
        return List.copyOf(keys);
    }

    static OfferConfig offer(final Block root, final String id) {
        final String currency = root.value("currency").required().currency("USD");
        final Payout payout = payout(root.value("payout").required().block(), currency);
        final Margin margin = margin(root.value("margin"), currency);
        final long floor = root.value("floor").moneyMicros(0, AMOUNT_MAX_MICROS, currency, "the offer");
        if (payout.kind() == PayoutKind.FIXED && floor < payout.value() + margin.micros()) {
            root.value("floor").warning("does not cover the payout of " + Units.money(payout.value(), currency)
                    + (margin.micros() > 0 ? " and the margin of " + Units.money(margin.micros(), currency) : "")
                    + "; bids between are refused all the same");
        }
        if (payout.kind() == PayoutKind.SHARE && payout.value() + margin.sharePpm() > OfferConfig.WHOLE_PPM) {
            root.value("margin").problem("can't be left over: the payout takes " + Units.share(payout.value()));
        }
        return new OfferConfig(id,
                root.value("vertical").required().id(),
                currency,
                root.value("on").flag(true),
                landingPage(root.value("landing_page").required()),
                floor,
                margin,
                payout,
                ids(root.value("campaigns"), "campaigns"),
                zone(root.value("zone")),
                CapBinder.bind(root.value("caps"), currency, "the offer"),
                root.value("early_close").word(EarlyClose.class, EarlyClose.BID_MAX));
    }

    private static Margin margin(final Value value, final String currency) {
        if (!value.isPresent()) {
            return new Margin(0, 0);
        }
        final List<Value> parts = value.isList() ? value.items("an amount and a share") : List.of(value);
        long micros = 0;
        long sharePpm = 0;
        boolean amount = false;
        boolean share = false;
        for (final Value part : parts) {
            if (part.isScalar() && part.tree().text().endsWith("%")) {
                if (share) {
                    part.problem("a margin has one share at most");
                }
                share = true;
                sharePpm = part.sharePpm(0, OfferConfig.WHOLE_PPM);
            } else {
                if (amount) {
                    part.problem("a margin has one amount at most");
                }
                amount = true;
                micros = part.moneyMicros(0, AMOUNT_MAX_MICROS, currency, "the offer");
            }
        }
        return new Margin(micros, sharePpm);
    }

    private static Payout payout(final Block block, final String currency) {
        final Value share = block.value("share");
        final Value fixed = block.value("fixed");
        if (share.isPresent() == fixed.isPresent()) {
            if (share.isPresent() || !block.isEmpty()) {
                block.problem("expected either {share: 80%} or {fixed: 8.00 " + currency + "}");
            }
            return new Payout(PayoutKind.SHARE, 0);
        }
        return share.isPresent()
                ? new Payout(PayoutKind.SHARE, share.sharePpm(0, OfferConfig.WHOLE_PPM))
                : new Payout(PayoutKind.FIXED, fixed.moneyMicros(0, AMOUNT_MAX_MICROS, currency, "the offer"));
    }

    private static String landingPage(final Value value) {
        final Optional<String> text = value.scalar("a URL");
        if (text.isEmpty()) {
            return "";
        }
        final Matcher matcher = PLACEHOLDER.matcher(text.get());
        while (matcher.find()) {
            if (!PLACEHOLDERS.contains(matcher.group(1))) {
                value.problem("unknown placeholder {" + matcher.group(1) + "}"
                        + Suggestion.of(matcher.group(1), PLACEHOLDERS));
                return text.get();
            }
        }
        final String filled = matcher.replaceAll("x");
        if (UrlReader.read(value, filled, List.of(BuyerConfig.TIMEOUT_MS)).isPresent()) {
            final int scheme = text.get().toLowerCase(Locale.ROOT).indexOf("://") + 3;
            final int brace = text.get().indexOf('{');
            if (brace >= 0 && !text.get().substring(scheme, brace).matches(".*[/?].*")) {
                value.problem("a placeholder in the host would let a visitor choose where to go");
            }
            final int longest = OfferConfig.locationMaxBytes(text.get());
            if (longest > Limits.LOCATION_MAX_BYTES) {
                value.problem("may become " + longest + " bytes with the longest ids filled in, and "
                        + Limits.LOCATION_MAX_BYTES + " are the most; name fewer placeholders");
            }
        }
        return text.get();
    }
}
