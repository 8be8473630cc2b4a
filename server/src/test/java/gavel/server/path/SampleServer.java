package gavel.server.path;

import gavel.config.BuyerConfig;
import gavel.config.Cap;
import gavel.config.BuyerConfig.Answer;
import gavel.config.BuyerConfig.Endpoint;
import gavel.config.BuyerConfig.Format;
import gavel.config.BuyerConfig.Url;
import gavel.config.Config;
import gavel.config.FieldType;
import gavel.config.MasterKey;
import gavel.config.OfferConfig;
import gavel.config.PublisherConfig;
import gavel.config.Secret;
import gavel.config.ServerConfig;
import gavel.config.ServerConfig.Durability;
import gavel.server.catalog.SampleConfig;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static gavel.server.path.FakeTime.MS;

/** A configuration of a whole server that is right, for tests to change before they use it. One thread. */
public final class SampleServer {
    private static final String MASTER_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    public Durability durability = Durability.DISK;
    public int buyers = 3;
    public int idempotentBuyer = 2;
    public long leadsPerDay = 1_000_000;
    public OptionalLong credit = OptionalLong.empty();
    public List<Cap> buyerCaps = List.of();
    public List<Cap> offerCaps = List.of();
    public List<Cap> publisherCaps = List.of();
    public long[] bidMaxMicros = {};
    public OfferConfig.EarlyClose earlyClose = OfferConfig.EarlyClose.BID_MAX;
    public int leadsMax = 64;
    public long lagMaxNs = 20 * MS;
    public int saleEntries = 256;
    public int attemptsMax = 3;
    public int keysMax = 10_000;
    public int waitersMax = 2;
    public int peopleMax = 10_000;
    public boolean publisherOn = true;
    public boolean keepsFields;
    public long postTimeoutNs = 400 * MS;
    public int batchMaxBytes = 8 * 1024;
    public long firstPingTimeoutNs;
    public long floorMicros;
    public Optional<BuyerConfig.AdaptiveTimeout> adaptive = Optional.empty();
    public BuyerConfig.Breaker breaker = SampleConfig.BREAKER_OFF;

    /** The whole. */
    public Config config() {
        final SampleConfig sample = new SampleConfig();
        sample.fields = List.of(SampleConfig.field("zip", FieldType.ZIP, true),
                SampleConfig.field("phone", FieldType.PHONE, true));
        sample.duplicateFields = List.of("phone");
        sample.earlyClose = earlyClose;
        sample.offerCaps = offerCaps;
        sample.floorMicros = floorMicros;
        final List<BuyerConfig> all = new ArrayList<>();
        for (int i = 0; i < buyers; i++) {
            all.add(new BuyerConfig("buyer-" + i, "Buyer", ZoneOffset.UTC, "USD", true, 4, 1000 * MS, 0, breaker,
                    i == 0 ? adaptive : Optional.empty(),
                    endpoint(i == 0 ? firstPingTimeoutNs : 0, false, SampleConfig.pingAnswer()),
                    endpoint(0, i == idempotentBuyer, SampleConfig.postAnswer()), Optional.empty(), credit,
                    buyerCaps, List.of(new BuyerConfig.Campaign("campaign-" + i, "auto", true, List.of(), List.of(),
                            SampleConfig.perDay(leadsPerDay),
                            i < bidMaxMicros.length ? bidMaxMicros[i] : SampleConfig.BID_MAX_MICROS))));
        }
        final PublisherConfig north = new PublisherConfig("north", "North", ZoneOffset.UTC, "USD", publisherOn,
                List.of(new PublisherConfig.Key("main", SampleConfig.KEY_SHA256)), List.of(),
                publisherCaps);
        return new Config(server(), List.of(sample.vertical()), all, List.of(north), List.of(sample.offer()),
                "sample", "5a3b");
    }

    private ServerConfig server() {
        return new ServerConfig(3, null, null, 1, null,
                new ServerConfig.Intake(4096, 2048, 100, 5000 * MS, 5000 * MS, 900_000 * MS, 800 * MS, 5000 * MS,
                        leadsMax, lagMaxNs, 86_400_000 * MS, keysMax, waitersMax),
                new ServerConfig.Validate(peopleMax, new Secret("people")),
                new ServerConfig.Ping(100 * MS, 1024, 100 * MS, 8, Optional.empty()),
                new ServerConfig.Post(postTimeoutNs, 1024, attemptsMax, 100 * MS),
                new ServerConfig.Sale(durability, saleEntries), new ServerConfig.Click(new Secret("clicks"), 64),
                new ServerConfig.Drain(256 * 1024, batchMaxBytes, MS), new ServerConfig.Settle(1000, MS, 256L << 20),
                new ServerConfig.Personal(keepsFields ? MasterKey.parse(MASTER_KEY) : List.of()));
    }

    private static Endpoint endpoint(final long timeoutNs, final boolean idempotent, final Answer answer) {
        return new Endpoint(new Url(false, "127.0.0.1", 8080, "/"), "POST", List.of(), Format.JSON, List.of(),
                timeoutNs, idempotent, answer);
    }
}
