package gavel.server.path;

import gavel.config.BuyerConfig;
import gavel.config.BuyerConfig.StatusQuery;
import gavel.config.field.Utf8;
import gavel.persist.drain.ControlFullException;
import gavel.persist.record.Bodies.Found;
import gavel.persist.record.Bodies.FoundBy;
import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Ids;
import gavel.persist.record.PostOutcome;
import gavel.server.buyer.AnswerReader;
import gavel.server.buyer.BuyerAnswer;
import gavel.server.buyer.BuyerAnswer.Slot;
import gavel.server.http.Slice;
import gavel.server.post.UnknownPosts.UnknownPost;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Asks buyers that have a status URL what became of posts whose outcome is unknown, and ends those of which the buyer
 * is sure ({@link UnknownPath}). Confined to its thread, but for the counts; waits for nobody: of each buyer one
 * question is under way at most. What is not answered, or not clearly, is asked again after twice as long each time,
 * up to an hour, and a buyer that does not answer is left alone for as long; a person may settle it meanwhile.
 */
public final class StatusAgent implements Agent {
    /** Between two questions of one lead. */
    static final long LONGEST_NS = 3_600_000_000_000L;
    /** Between two looks at what is unknown. */
    static final long LOOK_NS = 500_000_000L;
    private static final int TEXT_MAX_BYTES = 255;
    private static final int OK_FROM = 200;
    private static final int OK_BEFORE = 300;

    private final UnknownPath unknown;
    private final StatusPort port;
    private final EpochNanoClock clock;
    private final List<Asked> buyers = new ArrayList<>();
    private long lookNs;

    /** How a question ended. */
    public enum Outcome {
        /** The buyer has the lead. */
        SOLD,
        /** It does not have it. */
        REJECTED,
        /** It answered, and what it said means neither, or both. */
        UNCLEAR,
        /** No answer in time, or none that can be read. */
        FAILED
    }

    /**
     * @param port           asks.
     * @param answerMaxBytes no answer is longer.
     * @param clock          since 1970.
     */
    public StatusAgent(final List<BuyerConfig> buyers, final UnknownPath unknown, final StatusPort port,
                       final int answerMaxBytes, final EpochNanoClock clock) {
        this.unknown = unknown;
        this.port = port;
        this.clock = clock;
        for (final BuyerConfig buyer : buyers) {
            buyer.status().ifPresent(query -> this.buyers.add(new Asked(buyer.id(), query, answerMaxBytes)));
        }
    }

    /** Ids of the buyers that have a status URL. Any thread. */
    public List<String> buyers() {
        return buyers.stream().map(asked -> asked.id).toList();
    }

    /** How often questions to a buyer ended so. Any thread. */
    public long count(final String buyer, final Outcome outcome) {
        return buyers.stream().filter(asked -> asked.id.equals(buyer))
                .mapToLong(asked -> asked.counts.get(outcome.ordinal())).sum();
    }

    @Override
    public int doWork() {
        if (buyers.isEmpty()) {
            return 0;
        }
        final long nowNs = clock.nanoTime();
        int ended = 0;
        boolean free = false;
        for (final Asked buyer : buyers) {
            ended += buyer.poll(nowNs) ? 1 : 0;
            free |= buyer.reply == null;
        }
        if (free && (ended > 0 || nowNs - lookNs >= LOOK_NS || nowNs < lookNs)) {
            lookNs = nowNs;
            look(nowNs);
        }
        return ended;
    }

    @Override
    public String roleName() {
        return "status";
    }

    private void look(final long nowNs) {
        final List<UnknownPost> posts = unknown.posts().all();
        for (final Asked buyer : buyers) {
            buyer.look(posts, nowNs);
        }
    }

    /** When a lead is asked for next. */
    private static final class Turn {
        private long dueNs;
        private long waitNs;

        Turn(final long dueNs, final long waitNs) {
            this.dueNs = dueNs;
            this.waitNs = waitNs;
        }

        void again(final long nowNs) {
            dueNs = nowNs + waitNs;
            waitNs = Math.min(LONGEST_NS, 2 * waitNs);
        }
    }

    /** One buyer: its question under way, and whose turn is when. */
    private final class Asked {
        private final String id;
        private final StatusQuery query;
        private final AnswerReader reader;
        private final BuyerAnswer answer = new BuyerAnswer();
        private final AtomicLongArray counts = new AtomicLongArray(Outcome.values().length);
        private final Map<Long, Turn> turnByLead = new HashMap<>();
        private final Turn quiet;
        private CompletableFuture<StatusPort.Reply> reply;
        private UnknownPost post;

        Asked(final String id, final StatusQuery query, final int answerMaxBytes) {
            this.id = id;
            this.query = query;
            this.reader = new AnswerReader(query.endpoint(), answerMaxBytes);
            this.quiet = new Turn(Long.MIN_VALUE, query.afterNs());
        }

        /** Begins the next question, if one is due. */
        void look(final List<UnknownPost> posts, final long nowNs) {
            final Set<Long> leads = new HashSet<>();
            UnknownPost first = null;
            for (final UnknownPost each : posts) {
                if (each.buyer().equals(id)) {
                    leads.add(each.leadId());
                    final Turn turn = turnByLead.computeIfAbsent(each.leadId(),
                            lead -> new Turn(each.sinceEpochNs() + query.afterNs(), query.afterNs()));
                    first = turn.dueNs <= nowNs && (first == null || turn.dueNs < turnByLead.get(first.leadId()).dueNs)
                            ? each : first;
                }
            }
            turnByLead.keySet().retainAll(leads);
            if (first != null && reply == null && quiet.dueNs <= nowNs) {
                post = first;
                reply = ask(target(unknown.posting(first)));
            }
        }

        private CompletableFuture<StatusPort.Reply> ask(final String target) {
            try {
                return port.ask(query.endpoint(), target);
            } catch (final RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        /** Takes the answer, if there is one; whether a question ended. */
        boolean poll(final long nowNs) {
            if (reply == null || !reply.isDone()) {
                return false;
            }
            final Outcome outcome = reply.isCompletedExceptionally() ? Outcome.FAILED : outcome(reply.join());
            reply = null;
            counts.incrementAndGet(outcome.ordinal());
            final Turn turn = turnByLead.get(post.leadId());
            if (turn != null) {
                turn.again(nowNs);
            }
            if (outcome == Outcome.FAILED) {
                quiet.again(nowNs);
            } else {
                quiet.waitNs = query.afterNs();
            }
            if (outcome == Outcome.SOLD) {
                end(PostOutcome.SOLD, Slot.REFERENCE);
            } else if (outcome == Outcome.REJECTED) {
                end(PostOutcome.REJECTED, Slot.REASON);
            }
            return true;
        }

        private Outcome outcome(final StatusPort.Reply given) {
            reader.read(given.body(), 0, given.body().length, answer);
            if (given.httpStatus() < OK_FROM || given.httpStatus() >= OK_BEFORE || !answer.isReadable()) {
                return Outcome.FAILED;
            }
            final boolean accepted = answer.isOneOf(Slot.ACCEPT, reader.acceptWords());
            final boolean rejected = answer.isOneOf(Slot.REJECT, reader.rejectWords());
            return accepted == rejected ? Outcome.UNCLEAR : accepted ? Outcome.SOLD : Outcome.REJECTED;
        }

        /** Where nothing can be recorded now, it is asked again when its turn comes. */
        private void end(final PostOutcome outcome, final Slot slot) {
            try {
                unknown.end(post.leadId(), new UnknownPath.Finding(outcome, text(slot), new Found(FoundBy.STATUS, "")));
            } catch (final ControlFullException e) {
                counts.incrementAndGet(Outcome.FAILED.ordinal());
            }
        }

        /** What the buyer says of it, or nothing when that is too long or no text. */
        private String text(final Slot slot) {
            if (!answer.has(slot)) {
                return "";
            }
            final byte[] bytes = answer.bytes(slot);
            final Slice slice = answer.slice(slot);
            return slice.length() > TEXT_MAX_BYTES || !Utf8.isText(bytes, slice.offset(), slice.end()) ? ""
                    : new String(bytes, slice.offset(), slice.length(), StandardCharsets.UTF_8);
        }

        private String target(final PostingBody posting) {
            return query.endpoint().url().target()
                    .replace(BuyerConfig.LEAD_ID, Ids.print(post.leadId()))
                    .replace(BuyerConfig.POST_KEY, Ids.print(post.leadId()) + "-" + post.attempt())
                    .replace(BuyerConfig.PUBLISHER_LEAD_ID, URLEncoder.encode(posting.lead().publisherLeadId(),
                            StandardCharsets.UTF_8).replace("+", "%20"));
        }
    }
}
