package gavel.config.load;

import java.util.List;
import java.util.TreeSet;

/**
 * The keys that one kind of file knows, dotted; {@code *} stands for a name that the file chooses, items of a list go
 * by the list's name. Immutable; any thread. A binder can't read a key that is not listed here.
 */
record Keys(List<String> names) {

    static final Keys SERVER = new Keys(List.of("node", "listen.address", "listen.tls.certificate", "listen.tls.key",
            "admin.address", "loops", "transport",
            "intake.body_max", "intake.header_max", "intake.connections_max", "intake.header_timeout",
            "intake.body_timeout", "intake.idle_timeout", "intake.deadline", "intake.deadline_max", "intake.leads_max",
            "intake.lag_max", "intake.idempotency.keep", "intake.idempotency.capacity",
            "intake.idempotency.waiters_max", "validate.duplicates.capacity", "validate.duplicates.key",
            "ping.timeout", "ping.answer_max", "ping.connect_timeout", "ping.candidates_max", "ping.trust",
            "post.timeout", "post.answer_max", "post.attempts_max", "post.reserve",
            "sale.durability", "sale.entries", "click.key", "click.entries",
            "drain.segment", "drain.batch_max", "drain.interval",
            "settle.batch_max", "settle.interval", "settle.memory", "personal.key"));

    static final Keys VERTICAL = new Keys(List.of("id", "fields.*.type", "fields.*.required", "fields.*.ping",
            "fields.*.min", "fields.*.max", "fields.*.values", "fields.*.hosts",
            "duplicates.fields", "duplicates.window", "personal.keep"));

    static final Keys BUYER = new Keys(List.of("id", "name", "zone", "currency", "on",
            "connections.max", "connections.idle", "calls.max",
            "breaker.on", "breaker.window", "breaker.calls_min", "breaker.posts_min", "breaker.failure_rate",
            "breaker.skip_max",
            "ping.url", "ping.method", "ping.headers.*", "ping.auth.bearer", "ping.auth.basic.user",
            "ping.auth.basic.password", "ping.format", "ping.body", "ping.timeout", "ping.adaptive.timeout_min",
            "ping.adaptive.keep", "ping.timeout_header",
            "ping.answer.price", "ping.answer.reference", "ping.answer.reason",
            "post.url", "post.method", "post.headers.*", "post.auth.bearer", "post.auth.basic.user",
            "post.auth.basic.password", "post.format", "post.body", "post.timeout", "post.timeout_header",
            "post.idempotent",
            "post.answer.accept.path", "post.answer.accept.values", "post.answer.reject.path",
            "post.answer.reject.values", "post.answer.reason", "post.answer.reference", "post.answer.redirect_url",
            "status.url", "status.headers.*", "status.auth.bearer", "status.auth.basic.user",
            "status.auth.basic.password", "status.format", "status.timeout", "status.after",
            "status.answer.accept.path", "status.answer.accept.values", "status.answer.reject.path",
            "status.answer.reject.values", "status.answer.reason", "status.answer.reference",
            "credit", "caps.leads", "caps.money", "caps.per",
            "campaigns.id", "campaigns.vertical", "campaigns.on", "campaigns.filters.*", "campaigns.filters.*.not",
            "campaigns.filters.*.from", "campaigns.filters.*.to", "campaigns.filters.*.prefix",
            "campaigns.schedule", "campaigns.caps.leads", "campaigns.caps.money", "campaigns.caps.per",
            "campaigns.bid_max"));

    static final Keys PUBLISHER = new Keys(List.of("id", "name", "zone", "currency", "on", "keys.id", "keys.sha256",
            "offers", "caps.leads", "caps.money", "caps.per"));

    static final Keys OFFER = new Keys(List.of("id", "vertical", "currency", "on", "landing_page", "floor", "margin",
            "payout.share", "payout.fixed", "campaigns", "zone", "caps.leads", "caps.money", "caps.per",
            "early_close"));

    /** Names that may stand directly under a path; the empty path is the file itself. */
    TreeSet<String> under(final String path) {
        final String prefix = path.isEmpty() ? "" : path + ".";
        final TreeSet<String> found = new TreeSet<>();
        for (final String name : names) {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                final int dot = name.indexOf('.', prefix.length());
                found.add(name.substring(prefix.length(), dot < 0 ? name.length() : dot));
            }
        }
        return found;
    }
}
