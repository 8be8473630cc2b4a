package gavel.config.load;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.AdaptiveTimeout;
import gavel.config.BuyerConfig.Answer;
import gavel.config.BuyerConfig.Breaker;
import gavel.config.BuyerConfig.Campaign;
import gavel.config.BuyerConfig.Endpoint;
import gavel.config.BuyerConfig.Filter;
import gavel.config.BuyerConfig.Opening;
import gavel.config.BuyerConfig.Part;
import gavel.config.BuyerConfig.PartKind;
import gavel.config.BuyerConfig.StatusQuery;
import gavel.config.Cap;
import gavel.config.FieldType;
import gavel.config.OfferConfig;
import gavel.config.OfferConfig.PayoutKind;
import gavel.config.PublisherConfig;
import gavel.config.ServerConfig;
import gavel.config.VerticalConfig;
import gavel.config.VerticalConfig.Field;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes a configuration as one text in a fixed order: a YAML document for each file, headed by its name, with every
 * default resolved and every secret hidden. One thread; used once.
 */
final class CanonicalWriter {
    private final Path dir;
    private final YamlText out = new YamlText();

    CanonicalWriter(final Path dir) {
        this.dir = dir;
    }

    String write(final ServerConfig server, final List<VerticalConfig> verticals, final List<BuyerConfig> buyers,
                 final List<PublisherConfig> publishers, final List<OfferConfig> offers) {
        out.document(ConfigFolder.SERVER);
        server(server);
        verticals.forEach(this::vertical);
        buyers.forEach(buyer -> buyer(buyer, verticals, server));
        publishers.forEach(this::publisher);
        offers.forEach(this::offer);
        return out.toString();
    }

    private void server(final ServerConfig server) {
        out.put("node", server.node());
        out.open("listen").text("address", server.listen().address().toString());
        server.listen().tls().ifPresent(tls -> out.open("tls").text("certificate", path(tls.certificate()))
                .text("key", path(tls.key())).close());
        out.close();
        out.open("admin").text("address", server.admin().toString()).close();
        out.put("loops", server.loops()).put("transport", YamlText.word(server.transport()));
        intake(server.intake());
        out.open("validate").open("duplicates").put("capacity", server.validate().duplicatesCapacity())
                .text("key", Findings.HIDDEN).close().close();
        final ServerConfig.Ping ping = server.ping();
        out.open("ping").put("timeout", Units.duration(ping.timeoutNs()))
                .put("answer_max", Units.size(ping.answerMaxBytes()))
                .put("connect_timeout", Units.duration(ping.connectTimeoutNs()))
                .put("candidates_max", ping.candidatesMax());
        ping.trust().ifPresent(trust -> out.text("trust", path(trust)));
        out.close();
        final ServerConfig.Post post = server.post();
        out.open("post").put("timeout", Units.duration(post.timeoutNs()))
                .put("answer_max", Units.size(post.answerMaxBytes())).put("attempts_max", post.attemptsMax())
                .put("reserve", Units.duration(post.reserveNs())).close();
        out.open("sale").put("durability", YamlText.word(server.sale().durability()))
                .put("entries", server.sale().entries()).close();
        out.open("click").text("key", Findings.HIDDEN).put("entries", server.click().entries()).close();
        out.open("drain").put("segment", Units.size(server.drain().segmentBytes()))
                .put("batch_max", Units.size(server.drain().batchMaxBytes()))
                .put("interval", Units.duration(server.drain().intervalNs())).close();
        out.open("settle").put("batch_max", server.settle().batchMax())
                .put("interval", Units.duration(server.settle().intervalNs()))
                .put("memory", Units.size(server.settle().memoryBytes())).close();
        if (!server.personal().keys().isEmpty()) {
            out.open("personal").text("key", Findings.HIDDEN).close();
        }
    }

    private void intake(final ServerConfig.Intake intake) {
        out.open("intake").put("body_max", Units.size(intake.bodyMaxBytes()))
                .put("header_max", Units.size(intake.headerMaxBytes()))
                .put("connections_max", intake.connectionsMax())
                .put("header_timeout", Units.duration(intake.headerTimeoutNs()))
                .put("body_timeout", Units.duration(intake.bodyTimeoutNs()))
                .put("idle_timeout", Units.duration(intake.idleTimeoutNs()))
                .put("deadline", Units.duration(intake.deadlineNs()))
                .put("deadline_max", Units.duration(intake.deadlineMaxNs()))
                .put("leads_max", intake.leadsMax())
                .put("lag_max", Units.duration(intake.lagMaxNs()))
                .open("idempotency").put("keep", Units.duration(intake.idempotencyKeepNs()))
                .put("capacity", intake.idempotencyCapacity())
                .put("waiters_max", intake.idempotencyWaitersMax()).close().close();
    }

    /** Relative to the folder where possible, so that moving the folder is not a new version. */
    private String path(final Path path) {
        return path.startsWith(dir) ? dir.relativize(path).toString() : path.toString();
    }

    private void vertical(final VerticalConfig vertical) {
        out.document("verticals/" + vertical.id() + ".yaml").put("id", vertical.id()).open("fields");
        for (final Field field : vertical.fields()) {
            out.open(field.name()).put("type", YamlText.word(field.type())).put("required", field.required())
                    .put("ping", field.ping());
            if (VerticalBinder.LIMITED.contains(field.type())) {
                out.put("min", limit(field.type(), field.min())).put("max", limit(field.type(), field.max()));
            }
            if (!field.values().isEmpty()) {
                out.texts(field.type() == FieldType.ENUM ? "values" : "hosts", field.values());
            }
            out.close();
        }
        out.close().open("duplicates").texts("fields", vertical.duplicates().fields())
                .put("window", Units.duration(vertical.duplicates().windowNs())).close();
        if (vertical.keepNs() > 0) {
            out.open("personal").put("keep", Units.duration(vertical.keepNs())).close();
        }
    }

    private static String limit(final FieldType type, final long value) {
        switch (type) {
            case DECIMAL:
                return BigDecimal.valueOf(value, 6).stripTrailingZeros().toPlainString();
            case DATE:
                return LocalDate.ofEpochDay(value).toString();
            default:
                return Long.toString(value);
        }
    }

    private void buyer(final BuyerConfig buyer, final List<VerticalConfig> verticals, final ServerConfig server) {
        out.document("buyers/" + buyer.id() + ".yaml").put("id", buyer.id()).text("name", buyer.name())
                .text("zone", zone(buyer.zone())).put("currency", buyer.currency()).put("on", buyer.on());
        out.open("connections").put("max", buyer.connectionsMax()).put("idle", Units.duration(buyer.idleNs())).close();
        if (buyer.callsMax() > 0) {
            out.open("calls").put("max", buyer.callsMax()).close();
        }
        breaker(buyer.breaker());
        endpoint("ping", buyer.ping(), server.ping().timeoutNs(), buyer.adaptive());
        endpoint("post", buyer.post(), server.post().timeoutNs(), Optional.empty());
        buyer.status().ifPresent(this::status);
        buyer.credit().ifPresent(micros -> out.put("credit", Units.money(micros, buyer.currency())));
        caps(buyer.caps(), buyer.currency());
        out.open("campaigns");
        for (final Campaign campaign : buyer.campaigns()) {
            final VerticalConfig vertical = verticals.stream().filter(v -> v.id().equals(campaign.vertical()))
                    .findFirst().orElseThrow();
            out.item().put("id", campaign.id()).put("vertical", campaign.vertical()).put("on", campaign.on());
            if (!campaign.filters().isEmpty()) {
                out.open("filters");
                campaign.filters().forEach(filter -> filter(filter,
                        vertical.fields().get(vertical.fieldIndex(filter.field())).type()));
                out.close();
            }
            if (!campaign.schedule().isEmpty()) {
                out.texts("schedule", schedule(campaign.schedule()));
            }
            caps(campaign.caps(), buyer.currency());
            out.put("bid_max", Units.money(campaign.bidMaxMicros(), buyer.currency())).close();
        }
        out.close();
    }

    private void caps(final List<Cap> caps, final String currency) {
        if (caps.isEmpty()) {
            return;
        }
        out.open("caps");
        caps.forEach(cap -> out.item().put(YamlText.word(cap.unit()),
                cap.unit() == Cap.Unit.LEADS ? cap.max() : Units.money(cap.max(), currency))
                .put("per", YamlText.word(cap.per())).close());
        out.close();
    }

    private void breaker(final Breaker breaker) {
        out.open("breaker").put("on", breaker.on()).put("window", Units.duration(breaker.windowNs()))
                .put("calls_min", breaker.callsMin()).put("posts_min", breaker.postsMin())
                .put("failure_rate", Units.share(breaker.failureRatePpm()))
                .put("skip_max", Units.share(breaker.skipMaxPpm())).close();
    }

    static String zone(final java.time.ZoneId zone) {
        return zone.getId().equals("Z") ? "UTC" : zone.getId();
    }

    private void endpoint(final String name, final Endpoint endpoint, final long stageTimeoutNs,
                          final Optional<AdaptiveTimeout> adaptive) {
        out.open(name).text("url", endpoint.url().toString()).put("method", endpoint.method());
        final int named = hasTimeoutHeader(endpoint) ? 1 : 0;
        if (endpoint.headers().size() > named) {
            out.open("headers");
            endpoint.headers().stream().skip(named)
                    .forEach(header -> out.text(YamlText.quoted(header.name()), header.value().toString()));
            out.close();
        }
        out.put("format", YamlText.word(endpoint.format())).text("body", body(endpoint.body()));
        if (endpoint.timeoutNs() > 0) {
            out.put("timeout", Units.duration(endpoint.timeoutNs()));
        } else {
            out.comment("timeout: " + Units.duration(stageTimeoutNs) + ", the stage's");
        }
        adaptive.ifPresent(it -> out.open("adaptive").put("timeout_min", Units.duration(it.minNs()))
                .put("keep", Units.share(it.keepPpm())).close());
        out.text("timeout_header", named == 1 ? endpoint.headers().get(0).name() : EndpointBinder.OFF);
        if (name.equals("post")) {
            out.put("idempotent", endpoint.idempotent());
        }
        answer(endpoint.answer());
        out.close();
    }

    private void status(final StatusQuery status) {
        final Endpoint endpoint = status.endpoint();
        out.open("status").text("url", endpoint.url().toString());
        if (!endpoint.headers().isEmpty()) {
            out.open("headers");
            endpoint.headers().forEach(header ->
                    out.text(YamlText.quoted(header.name()), header.value().toString()));
            out.close();
        }
        out.put("format", YamlText.word(endpoint.format())).put("timeout", Units.duration(endpoint.timeoutNs()))
                .put("after", Units.duration(status.afterNs()));
        answer(endpoint.answer());
        out.close();
    }

    private void answer(final Answer answer) {
        out.open("answer");
        put("price", answer.price());
        answer.accept().ifPresent(match -> out.open("accept").text("path", match.path())
                .texts("values", match.values()).close());
        answer.reject().ifPresent(match -> out.open("reject").text("path", match.path())
                .texts("values", match.values()).close());
        put("reference", answer.reference());
        put("reason", answer.reason());
        put("redirect_url", answer.redirectUrl());
        out.close();
    }

    private static boolean hasTimeoutHeader(final Endpoint endpoint) {
        return !endpoint.headers().isEmpty()
                && endpoint.headers().get(0).value().value().equals(BuyerConfig.TIMEOUT_MS);
    }

    private void put(final String key, final Optional<String> text) {
        text.ifPresent(value -> out.text(key, value));
    }

    private static String body(final List<Part> parts) {
        return parts.stream().map(part -> part.kind() == PartKind.TEXT ? part.text()
                : "{{" + (part.kind() == PartKind.FIELD ? part.text() : YamlText.word(part.kind())) + "}}")
                .collect(Collectors.joining());
    }

    private void filter(final Filter filter, final FieldType type) {
        switch (filter.kind()) {
            case IN:
                out.texts(filter.field(), filter.values());
                break;
            case NOT_IN:
                out.open(filter.field()).texts("not", filter.values()).close();
                break;
            case PREFIX:
                out.open(filter.field()).texts("prefix", filter.values()).close();
                break;
            default:
                out.open(filter.field()).put("from", limit(type, filter.from())).put("to", limit(type, filter.to()))
                        .close();
        }
    }

    private static List<String> schedule(final List<Opening> openings) {
        final List<String> spans = new ArrayList<>();
        for (final Opening opening : openings) {
            int from = opening.fromMinute();
            while (from < opening.toMinute()) {
                final int day = from / ScheduleParser.DAY_MINUTES;
                final int midnight = day * ScheduleParser.DAY_MINUTES;
                final int to = Math.min(opening.toMinute(), midnight + ScheduleParser.DAY_MINUTES);
                spans.add(ScheduleParser.DAYS.get(day) + " " + time(from - midnight) + "-" + time(to - midnight));
                from = to;
            }
        }
        return spans;
    }

    private static String time(final int minute) {
        return String.format("%02d:%02d", minute / 60, minute % 60);
    }

    private void publisher(final PublisherConfig publisher) {
        out.document("publishers/" + publisher.id() + ".yaml").put("id", publisher.id())
                .text("name", publisher.name()).text("zone", zone(publisher.zone()))
                .put("currency", publisher.currency()).put("on", publisher.on()).open("keys");
        publisher.keys().forEach(key -> out.item().put("id", key.id()).text("sha256", key.sha256()).close());
        out.close().texts("offers", publisher.offers());
        caps(publisher.caps(), publisher.currency());
    }

    private void offer(final OfferConfig offer) {
        final String currency = offer.currency();
        out.document("offers/" + offer.id() + ".yaml").put("id", offer.id()).put("vertical", offer.vertical())
                .put("currency", currency).put("on", offer.on()).text("landing_page", offer.landingPage())
                .put("floor", Units.money(offer.floorMicros(), currency))
                .put("margin", "[" + Units.money(offer.margin().micros(), currency) + ", "
                        + Units.share(offer.margin().sharePpm()) + "]");
        out.open("payout");
        if (offer.payout().kind() == PayoutKind.FIXED) {
            out.put("fixed", Units.money(offer.payout().value(), currency));
        } else {
            out.put("share", Units.share(offer.payout().value()));
        }
        out.close().texts("campaigns", offer.campaigns()).put("early_close", YamlText.word(offer.earlyClose()))
                .text("zone", zone(offer.zone()));
        caps(offer.caps(), currency);
    }
}
