package gavel.persist;

import gavel.persist.record.Bodies.Bid;
import gavel.persist.record.Bodies.ClickBody;
import gavel.persist.record.Bodies.ConfigBody;
import gavel.persist.record.Bodies.CreditedBy;
import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.Bodies.LeadBlock;
import gavel.persist.record.Bodies.LeadEndedBody;
import gavel.persist.record.Bodies.NoSaleBody;
import gavel.persist.record.Bodies.OutboxEvent;
import gavel.persist.record.Bodies.Outcome;
import gavel.persist.record.Bodies.PayoutKind;
import gavel.persist.record.Bodies.Post;
import gavel.persist.record.Bodies.PostEndedBody;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Bodies.SaleBody;
import gavel.persist.record.Bodies.TopUpBody;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Bodies with random content, from a seed. Confined to one test. */
public final class RandomBodies {
    private static final String[] CURRENCIES = {"USD", "EUR", "GBP"};

    private final SplittableRandom random;

    public RandomBodies(final long seed) {
        this.random = new SplittableRandom(seed);
    }

    public ConfigBody config() {
        return new ConfigBody(text(64), bytes(400));
    }

    public ClickBody click() {
        return new ClickBody(text(30), text(30), texts(), random.nextLong(), random.nextInt(256));
    }

    public PostingBody posting() {
        return new PostingBody(lead(), text(30), text(30), random.nextLong(), random.nextLong(), bids(),
                text(30));
    }

    public PostEndedBody postEnded() {
        return new PostEndedBody(text(30), text(30), random.nextInt(1, 5), random.nextInt(500, 600), random.nextInt(),
                random.nextInt(65_536), text(255));
    }

    public SaleBody sale() {
        final List<OutboxEvent> outbox = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            outbox.add(new OutboxEvent(random.nextInt(256), random.nextLong(), text(30)));
        }
        return new SaleBody(lead(), text(30), text(30), random.nextLong(), random.nextLong(),
                PayoutKind.values()[random.nextInt(2)], random.nextLong(), text(30),
                CreditedBy.values()[random.nextInt(2)], text(60), random.nextInt(), ints(), outbox, bytes(300),
                found());
    }

    public NoSaleBody noSale() {
        return new NoSaleBody(new Post(lead(), text(30), text(30), random.nextLong(), random.nextLong()),
                random.nextInt(1, 3), random.nextInt(500, 600), text(255), found(), bytes(300));
    }

    public TopUpBody topUp() {
        return new TopUpBody(text(63), "USD", random.nextLong(), text(255), text(255));
    }

    private Found found() {
        return new Found(FoundBy.values()[random.nextInt(3)], text(255));
    }

    public LeadEndedBody leadEnded() {
        return new LeadEndedBody(lead(), Outcome.values()[random.nextInt(2)], random.nextInt(65_536), bids(), ints(),
                bytes(300));
    }

    public LeadBlock lead() {
        return new LeadBlock(text(30), text(30), text(20), text(255), CURRENCIES[random.nextInt(3)],
                random.nextLong(), text(30), texts(), random.nextLong(),
                random.longs(random.nextInt(6)).toArray(), exactly(16), random.nextLong(), random.nextInt(),
                bytes(600));
    }

    private List<Bid> bids() {
        final List<Bid> bids = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            bids.add(new Bid(text(30), text(30), random.nextInt(256), random.nextLong(), random.nextInt()));
        }
        return bids;
    }

    private int[] ints() {
        return random.ints(random.nextInt(8)).toArray();
    }

    private List<String> texts() {
        return List.of(text(20), text(20), text(255), text(20), text(20));
    }

    private String text(final int maxBytes) {
        final int length = random.nextInt(maxBytes + 1);
        final StringBuilder text = new StringBuilder();
        int bytes = 0;
        while (bytes < length) {
            final boolean isWide = random.nextInt(8) == 0 && bytes + 2 <= length;
            text.append(isWide ? '\u00e9' : (char) random.nextInt(32, 127));
            bytes += isWide ? 2 : 1;
        }
        return text.toString();
    }

    private byte[] bytes(final int max) {
        return exactly(random.nextInt(max + 1));
    }

    private byte[] exactly(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
