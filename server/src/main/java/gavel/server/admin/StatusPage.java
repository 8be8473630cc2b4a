package gavel.server.admin;

import gavel.config.BuyerConfig;
import gavel.persist.DataDirectory;
import gavel.persist.drain.DrainAgent;
import gavel.server.buyer.BuyerStats;
import gavel.server.lead.LeadReason;
import gavel.server.runtime.Build;
import gavel.server.runtime.Counter;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the server is and how it stands, for {@code /status}. Any thread. */
final class StatusPage implements Page {
    /** Of a percentage that is given in millionths of the whole. */
    private static final int PERCENT_DIGITS = 4;

    private final AdminParts parts;
    private final Readiness readiness;
    private final Figures figures;

    StatusPage(final AdminParts parts, final Readiness readiness, final Figures figures) {
        this.parts = parts;
        this.readiness = readiness;
        this.figures = figures;
    }

    @Override
    public Reply reply(final Query query) {
        final LeadReason reason = readiness.reason();
        final Map<String, Object> status = JsonBody.object(
                "version", Build.VERSION,
                "node", parts.config().server().node(),
                "started", Instant.ofEpochMilli(parts.startedEpochMs()).toString(),
                "uptime_s", (System.currentTimeMillis() - parts.startedEpochMs()) / 1000,
                "ready", reason == LeadReason.NONE,
                "not_ready_because", reason == LeadReason.NONE ? null : reason.sentence(),
                "transport", parts.transport().name(),
                "durability", parts.config().server().sale().durability().name().toLowerCase(Locale.ROOT),
                "loops", parts.loops().size(),
                "config", JsonBody.object("version", parts.configVersion(), "sha256", parts.config().sha256()));
        status.put("leads", leads());
        status.put("clicks", JsonBody.object("received", figures.count(Counter.CLICK_RECEIVED), "recorded",
                figures.count(Counter.CLICK_RECORDED)));
        status.put("buyers", buyers());
        status.put("journal", journal());
        status.put("ledger", ledger());
        status.put("recovered", JsonBody.object("clean", parts.store().wasClean(), "records",
                parts.store().recovered(), "damaged", parts.store().damaged().size()));
        status.put("faults", faults());
        status.put("idempotency", JsonBody.object("claims", parts.shared().idempotency().count()));
        status.put("duplicates", JsonBody.object("size", parts.shared().duplicates().size()));
        status.put("memory", JsonBody.object("rss_bytes", Machine.rssBytes(), "heap_used_bytes",
                Machine.heapUsedBytes()));
        return Reply.json(Reply.OK, status);
    }

    private Map<String, Object> faults() {
        final List<Map<String, Object>> causes = parts.shared().faults().all().stream().map(fault ->
                JsonBody.object("cause", fault.cause(), "count", fault.count(), "first",
                        Instant.ofEpochMilli(fault.firstEpochMs()).toString())).toList();
        return JsonBody.object("count", parts.shared().faults().count(), "causes", causes);
    }

    private Map<String, Object> leads() {
        return JsonBody.object(
                "received", figures.count(Counter.INTAKE_RECEIVED),
                "running", figures.running(),
                "sold", figures.count(Counter.SALE_SOLD),
                "unsold", figures.count(Counter.SALE_UNSOLD),
                "unknown", figures.count(Counter.SALE_UNKNOWN),
                "rejected", figures.rejected(),
                "duplicate", figures.reason(LeadReason.DUPLICATE),
                "refused", figures.refused(),
                "repeated", figures.count(Counter.INTAKE_REPEATED),
                "pending", figures.count(Counter.INTAKE_PENDING));
    }

    private List<Map<String, Object>> buyers() {
        final List<Map<String, Object>> buyers = new ArrayList<>();
        for (final BuyerConfig buyer : parts.config().buyers()) {
            final int place = buyers.size();
            buyers.add(JsonBody.object("id", buyer.id(), "on", buyer.on(),
                    "skip_percent", BigDecimal.valueOf(figures.skipPpm(buyer), PERCENT_DIGITS),
                    "calls", figures.ofBuyer(place, BuyerStats::callsOpen),
                    "connections", figures.ofBuyer(place, BuyerStats::connectionsOpen)));
        }
        return buyers;
    }

    private Map<String, Object> journal() {
        final DrainAgent drain = parts.store().drain();
        final List<Long> outstanding = figures.outstanding();
        final Path directory = new DataDirectory(parts.dataDir()).journal().toAbsolutePath();
        return JsonBody.object("directory", directory.toString(), "forced_sequence", drain.forcedSequence(),
                "forces", drain.forces(), "records_forced", drain.recordsForced(), "outstanding", outstanding,
                "segment_bytes", Machine.bytesOf(directory, DataDirectory.SEGMENT_SUFFIX));
    }

    private Map<String, Object> ledger() {
        return JsonBody.object(
                "position", parts.settle().position(),
                "lag", parts.settle().lag(parts.store().forcedSequence()),
                "sales", parts.settle().sales(),
                "clicks", parts.settle().clicks(),
                "head", parts.settle().head().toString(),
                "checked", parts.settle().checked(),
                "breached", parts.settle().isBreached(),
                "failures", parts.settle().failures(),
                "last_error", parts.settle().lastError(),
                "wal_bytes", parts.ledger().walBytes());
    }
}
