package gavel.buyersim;

import gavel.buyersim.Draws.Question;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.Histogram;

/**
 * One simulated buyer: decides on pings and posts, remembers what it bought, counts. Confined to its event loop,
 * except for the totals and the accepted leads, which any thread may read.
 *
 * <p>A decision is a function of seed, buyer and lead reference; what is remembered only keeps a repeated post from
 * being booked twice.
 */
final class Buyer {
    private static final String[] REJECT_REASONS =
        {"duplicate in our book", "outside our hours", "phone could not be verified"};
    /** Stands for a lead that was posted here and met a fault before a decision was made. */
    private static final Exchange.Sale UNDECIDED = new Exchange.Sale(0, false, 0, "");
    private static final long MAX_RECORDED_MICROSECONDS = 120_000_000;

    private final BuyerScript script;
    private final long seed;
    private final Books books;
    private final LeadBody.BodyPaths paths;
    private final Counters counters = new Counters();
    private final LinkedHashMap<String, Exchange.Sale> saleByLeadRef = new LinkedHashMap<>();
    private final Map<String, Long> acceptedMicrosByLeadRef = new ConcurrentHashMap<>();
    private final Histogram pingMicroseconds = new Histogram(MAX_RECORDED_MICROSECONDS, 2);
    private final Histogram postMicroseconds = new Histogram(MAX_RECORDED_MICROSECONDS, 2);
    private final Histogram latenessMicroseconds = new Histogram(MAX_RECORDED_MICROSECONDS, 2);
    private int connections;

    Buyer(final BuyerScript script, final long seed, final Books books) {
        this.script = script;
        this.seed = seed;
        this.books = books;
        this.paths = LeadBody.BodyPaths.of(script.wire());
    }

    BuyerScript script() {
        return script;
    }

    Counters counters() {
        return counters;
    }

    BuyerTotals totals() {
        return counters.snapshot(script.id(), script.wire().currency());
    }

    Map<String, Long> acceptedLeads() {
        return new HashMap<>(acceptedMicrosByLeadRef);
    }

    /** Microseconds from request to answer; to be read when the loop has ended. */
    Histogram answerMicroseconds(final Call call) {
        return call == Call.PING ? pingMicroseconds : postMicroseconds;
    }

    /** Microseconds by which honest answers missed their moment: how far the simulator itself can be trusted. */
    Histogram latenessMicroseconds() {
        return latenessMicroseconds;
    }

    boolean onConnected() {
        if (connections >= script.limits().connections()) {
            counters.add(Count.CONNECTIONS_REFUSED);
            return false;
        }
        connections++;
        counters.add(Count.CONNECTIONS);
        return true;
    }

    void onDisconnected() {
        connections--;
    }

    Exchange onPing(final byte[] body, final String contentType, final long nowNs) {
        LeadBody lead;
        try {
            lead = LeadBody.read(body, contentType, script.ping().format(), paths);
        } catch (IllegalArgumentException e) {
            return badRequest(nowNs, e);
        }
        counters.add(Count.PINGS);
        long key = Draws.key(seed, script.id(), lead.leadRef(), Call.PING);
        Fault fault = strike(Call.PING, key);
        long delayNs = delayNs(script.ping().latency(), key, fault);
        if (!fault.isDecided()) {
            counters.add(Count.PINGS_UNDECIDED);
            return new Exchange(Call.PING, lead.leadRef(), nowNs, delayNs, fault, undecided(fault));
        }
        boolean isBid = Draws.isHit(Draws.draw(key, Question.BID), script.ping().bidPpm());
        counters.add(isBid ? Count.BIDS : Count.NO_BIDS);
        Format format = script.ping().format();
        String text = isBid
            ? format.object("bid", Quantity.amount(bidMicros(key)), "currency", script.wire().currency(),
                "ping_ref", Draws.reference(Draws.draw(key, Question.REFERENCE)))
            : format.object("bid", null, "reason", "no appetite");
        return new Exchange(Call.PING, lead.leadRef(), nowNs, delayNs, fault, new Answer(200, format, text));
    }

    Exchange onPost(final byte[] body, final String contentType, final long nowNs) {
        LeadBody lead;
        try {
            lead = LeadBody.read(body, contentType, script.post().format(), paths);
        } catch (IllegalArgumentException e) {
            return badRequest(nowNs, e);
        }
        counters.add(Count.POSTS);
        Exchange.Sale before = saleByLeadRef.get(lead.leadRef());
        boolean isNew = before == null || before == UNDECIDED;
        if (isNew && !books.tryReserve()) {
            counters.add(Count.POSTS_REFUSED);
            return Exchange.plain(nowNs, Answer.problem(503, "the book is behind; try again"));
        }
        long key = Draws.key(seed, script.id(), lead.leadRef(), Call.POST);
        boolean isSpared = before != null && script.faults().isHonestOnRepeat();
        Fault fault = isSpared ? Fault.NONE : strike(Call.POST, key);
        long delayNs = delayNs(script.post().latency(), key, fault);
        if (!fault.isDecided()) {
            counters.add(Count.POSTS_UNDECIDED);
            if (isNew) {
                books.release();
                remember(lead.leadRef(), UNDECIDED);
            }
            return new Exchange(Call.POST, lead.leadRef(), nowNs, delayNs, fault, undecided(fault));
        }
        Exchange.Sale sale = isNew ? decide(lead, key) : before;
        if (!isNew) {
            counters.add(Count.REPEATED);
        }
        Exchange exchange =
            new Exchange(Call.POST, lead.leadRef(), nowNs, delayNs, fault, decided(sale, key));
        return isNew ? exchange.booking(sale) : exchange;
    }

    /** A post that an earlier run decided; before the buyer listens. */
    void recall(final String leadRef, final Exchange.Sale sale) {
        remember(leadRef, sale);
    }

    /** What this buyer holds of a lead, for those who lost its answer. */
    Exchange onStatus(final String leadRef, final long nowNs) {
        counters.add(Count.STATUS_QUERIES);
        Exchange.Sale sale = saleByLeadRef.get(leadRef);
        String state = sale == null || sale == UNDECIDED ? "none" : sale.isAccepted() ? "accepted" : "rejected";
        String rest = !state.equals("accepted") ? "" : ",\"price\":\"" + Quantity.amount(sale.priceMicros())
            + "\",\"currency\":\"" + script.wire().currency() + "\",\"reference\":\"" + sale.reference() + "\"";
        return Exchange.plain(nowNs,
            new Answer(200, "{\"lead\":\"" + Answer.escape(leadRef) + "\",\"state\":\"" + state + "\"" + rest + "}"));
    }

    /** The end of an exchange: {@code answeredNs} is when its last byte left, or {@link Exchange#NOT_ANSWERED}. */
    void onFinished(final Exchange exchange, final long answeredNs) {
        if (exchange.call() == null) {
            return;
        }
        books.time(exchange.leadRef(), script.id(), exchange.call(), exchange.receivedNs(), answeredNs);
        boolean hasLeft = answeredNs != Exchange.NOT_ANSWERED;
        boolean isAnswered = hasLeft && exchange.fault().isAnswered();
        if (hasLeft) {
            record(answerMicroseconds(exchange.call()), answeredNs - exchange.receivedNs());
            if (exchange.fault() == Fault.NONE) {
                record(latenessMicroseconds, answeredNs - exchange.dueNs());
            }
        }
        if (exchange.sale() != null) {
            books.book(exchange.leadRef(), exchange.sale(), isAnswered);
        }
        if (exchange.call() == Call.POST && exchange.fault().isDecided() && !isAnswered) {
            counters.add(Count.POSTS_UNANSWERED);
        }
    }

    private Exchange.Sale decide(final LeadBody lead, final long key) {
        long pingKey = Draws.key(seed, script.id(), lead.leadRef(), Call.PING);
        long bidMicros = bidMicros(pingKey);
        OptionalLong saidMicros = lead.priceMicros();
        if (saidMicros.isPresent() && saidMicros.getAsLong() != bidMicros) {
            counters.add(Count.PRICE_DIFFERS);
        }
        long priceMicros = saidMicros.orElse(bidMicros);
        boolean isAccepted = Draws.isHit(Draws.draw(key, Question.ACCEPT), script.post().acceptPpm());
        Exchange.Sale sale = new Exchange.Sale(System.currentTimeMillis(), isAccepted, priceMicros,
            Draws.reference(Draws.draw(key, Question.REFERENCE)));
        if (isAccepted) {
            counters.add(Count.ACCEPTED);
            counters.add(Count.ACCEPTED_MICROS, priceMicros);
            if (acceptedMicrosByLeadRef.size() < books.acceptedLimit()) {
                acceptedMicrosByLeadRef.put(lead.leadRef(), priceMicros);
            }
        } else {
            counters.add(Count.REJECTED);
        }
        remember(lead.leadRef(), sale);
        return sale;
    }

    private Answer decided(final Exchange.Sale sale, final long key) {
        Format format = script.post().format();
        if (sale.isAccepted()) {
            return new Answer(200, format, format.object("accepted", true, "reference", sale.reference(),
                "redirect_url", "https://buyer.example/thanks/" + sale.reference()));
        }
        int reason = (int) Draws.below(Draws.draw(key, Question.REASON), REJECT_REASONS.length);
        return new Answer(200, format, format.object("accepted", false, "reason", REJECT_REASONS[reason]));
    }

    private void remember(final String leadRef, final Exchange.Sale sale) {
        saleByLeadRef.put(leadRef, sale);
        if (saleByLeadRef.size() > script.limits().leads()) {
            Iterator<String> oldest = saleByLeadRef.keySet().iterator();
            oldest.next();
            oldest.remove();
            counters.add(Count.LEADS_FORGOTTEN);
        }
    }

    private Fault strike(final Call call, final long key) {
        Fault fault = script.faults().of(call).strike(Draws.draw(key, Question.FAULT));
        if (fault != Fault.NONE) {
            counters.add(call, fault);
        }
        return fault;
    }

    private long delayNs(final Distribution latency, final long key, final Fault fault) {
        long delayNs = latency.sample(Draws.draw(key, Question.LATENCY));
        return fault == Fault.LATE ? delayNs + script.faults().lateByNs() : delayNs;
    }

    private long bidMicros(final long pingKey) {
        return script.ping().price().sample(Draws.draw(pingKey, Question.PRICE));
    }

    private static Answer undecided(final Fault fault) {
        return fault == Fault.REDIRECT ? new Answer(302, "{}")
            : Answer.problem(500, "something went wrong on our side");
    }

    private Exchange badRequest(final long nowNs, final IllegalArgumentException e) {
        counters.add(Count.BAD_REQUESTS);
        return Exchange.plain(nowNs, Answer.problem(400, e.getMessage()));
    }

    private static void record(final Histogram histogram, final long ns) {
        histogram.recordValue(Math.min(MAX_RECORDED_MICROSECONDS, Math.max(0, ns / 1_000)));
    }
}
