package gavel.server.path;

import gavel.config.BuyerConfig;
import gavel.config.Config;
import gavel.config.field.Utf8;
import gavel.persist.drain.ControlFullException;
import gavel.persist.record.PostOutcome;
import gavel.persist.record.RecordEncoder;
import gavel.server.buyer.AnswerReader;
import gavel.server.buyer.BuyerAnswer;
import gavel.server.buyer.BuyerAnswer.Slot;
import gavel.server.catalog.Catalog;
import gavel.server.http.Slice;
import gavel.server.post.UnknownPosts.UnknownPost;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * Asks buyers what became of posts whose outcome is unknown, by their status URL or by posting again, and ends those of
 * which the buyer is sure ({@link UnknownPath}). Confined to its thread, but for the counts; waits for nobody: of each
 * buyer one question is under way at most. What is not answered, or not clearly, is asked again after twice as long
 * each time, up to an hour, and a buyer that does not answer is left alone for as long; a person may settle it
 * meanwhile.
 */
public final class StatusAgent implements Agent {
    /** Between two questions of one lead. */
    static final long LONGEST_NS = 3_600_000_000_000L;
    /** Between two looks at what is unknown. */
    static final long LOOK_NS = 500_000_000L;
    /** More are the same again in other words. */
    private static final int SAID_MAX = 64;
    private static final int OK_FROM = 200;
    private static final int OK_BEFORE = 300;
    private static final int CLIENT_ERROR = 4;
    private static final int TOO_MANY = 429;

    private final UnknownPath unknown;
    private final NanoClock clock;
    private final EpochNanoClock epochClock;
    private final Consumer<String> says;
    private final Set<String> said = new HashSet<>();
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
        /** It answered with an HTTP status of 4xx: something is wrong with this question. */
        ERROR,
        /** No answer in time, or none that can be read, or it has too much to do. */
        FAILED
    }

    /**
     * @param questions      by the ids of the buyers that can be asked.
     * @param answerMaxBytes no answer is longer.
     * @param clock          for pauses.
     * @param epochClock     tells how long a lead has been unknown.
     * @param says           told once of each distinct failure, in a sentence.
     */
    StatusAgent(final Map<String, Question> questions, final UnknownPath unknown, final int answerMaxBytes,
                final NanoClock clock, final EpochNanoClock epochClock, final Consumer<String> says) {
        this.unknown = unknown;
        this.clock = clock;
        this.epochClock = epochClock;
        this.says = says;
        this.lookNs = clock.nanoTime() - LOOK_NS;
        questions.forEach((buyer, question) -> buyers.add(new Asked(buyer, question, answerMaxBytes)));
    }

    /**
     * For all buyers that can be asked: the status URL where there is one, else posting again where that is safe.
     *
     * @param port null where no buyer can be asked.
     */
    public static StatusAgent of(final Config config, final int configVersion, final UnknownPath unknown,
                                 final People people, final StatusPort port, final NanoClock clock,
                                 final EpochNanoClock epochClock, final Consumer<String> says) {
        final Map<String, Question> questions = new LinkedHashMap<>();
        final Catalog catalog = new Catalog(config, configVersion);
        for (final BuyerConfig buyer : config.buyers()) {
            if (buyer.status().isPresent()) {
                questions.put(buyer.id(), new StatusQuestion(buyer.status().get(), port));
            } else if (buyer.post().idempotent()) {
                questions.put(buyer.id(), new PostQuestion(buyer, catalog, people, port));
            }
        }
        return new StatusAgent(questions, unknown, config.server().post().answerMaxBytes(), clock,
                epochClock, says);
    }

    /** Whether a buyer can be asked about unknown posts. */
    public static boolean canAsk(final BuyerConfig buyer) {
        return buyer.status().isPresent() || buyer.post().idempotent();
    }

    /** Ids of the buyers that can be asked. Any thread. */
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
        if (free && (ended > 0 || nowNs - lookNs >= LOOK_NS)) {
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
            buyer.look(posts, nowNs, epochClock.nanoTime());
        }
    }

    private void say(final String sentence) {
        if (said.size() < SAID_MAX && said.add(sentence)) {
            says.accept(sentence);
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
        private final Question question;
        private final AnswerReader reader;
        private final BuyerAnswer answer = new BuyerAnswer();
        private final AtomicLongArray counts = new AtomicLongArray(Outcome.values().length);
        private final Map<Long, Turn> turnByLead = new HashMap<>();
        private final Turn quiet;
        private CompletableFuture<StatusPort.Reply> reply;
        private UnknownPost post;

        Asked(final String id, final Question question, final int answerMaxBytes) {
            this.id = id;
            this.question = question;
            this.reader = new AnswerReader(question.endpoint(), answerMaxBytes);
            this.quiet = new Turn(clock.nanoTime(), question.afterNs());
        }

        /** Begins the next question, if one is due. */
        void look(final List<UnknownPost> posts, final long nowNs, final long nowEpochNs) {
            final Set<Long> leads = new HashSet<>();
            UnknownPost first = null;
            for (final UnknownPost each : posts) {
                if (each.buyer().equals(id) && nowEpochNs - each.sinceEpochNs() <= question.forNs()) {
                    leads.add(each.leadId());
                    final Turn turn = turnByLead.computeIfAbsent(each.leadId(),
                            lead -> new Turn(nowNs + question.afterNs()
                                    - Math.max(0, nowEpochNs - each.sinceEpochNs()), question.afterNs()));
                    first = turn.dueNs - nowNs <= 0
                            && (first == null || turn.dueNs - turnByLead.get(first.leadId()).dueNs < 0) ? each : first;
                }
            }
            turnByLead.keySet().retainAll(leads);
            if (first != null && reply == null && quiet.dueNs - nowNs <= 0) {
                post = first;
                reply = ask();
            }
        }

        private CompletableFuture<StatusPort.Reply> ask() {
            try {
                return question.ask(post, unknown.posting(post));
            } catch (final RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        /** Takes the answer, if there is one; whether a question ended. */
        boolean poll(final long nowNs) {
            if (reply == null || !reply.isDone()) {
                return false;
            }
            final Outcome outcome = outcome(reply);
            reply = null;
            counts.incrementAndGet(outcome.ordinal());
            final Turn turn = turnByLead.get(post.leadId());
            if (turn != null) {
                turn.again(nowNs);
            }
            if (outcome == Outcome.FAILED) {
                quiet.again(nowNs);
            } else {
                quiet.waitNs = question.afterNs();
            }
            if (outcome == Outcome.SOLD) {
                end(PostOutcome.SOLD, Slot.REFERENCE);
            } else if (outcome == Outcome.REJECTED) {
                end(PostOutcome.REJECTED, Slot.REASON);
            }
            return true;
        }

        private Outcome outcome(final CompletableFuture<StatusPort.Reply> ended) {
            try {
                return outcome(ended.join());
            } catch (final CompletionException | CancellationException e) {
                if (e.getCause() instanceof UnaskableException) {
                    say("a lead can't be posted to buyer " + id + " again, and is a person's to settle: "
                            + e.getCause().getMessage());
                    return Outcome.ERROR;
                }
                say(question.place() + " of buyer " + id + " gives no answer: "
                        + (e.getCause() == null ? e : e.getCause()));
                return Outcome.FAILED;
            }
        }

        private Outcome outcome(final StatusPort.Reply given) {
            if (question.needsOk() && (given.httpStatus() < OK_FROM || given.httpStatus() >= OK_BEFORE)) {
                say(question.place() + " of buyer " + id + " answers with HTTP status " + given.httpStatus());
                return given.httpStatus() / 100 == CLIENT_ERROR && given.httpStatus() != TOO_MANY ? Outcome.ERROR
                        : Outcome.FAILED;
            }
            reader.read(given.body(), 0, given.body().length, answer);
            if (!answer.isReadable()) {
                say(question.place() + " of buyer " + id + " gives an answer that can't be read");
                return Outcome.FAILED;
            }
            final boolean accepted = answer.isOneOf(Slot.ACCEPT, reader.acceptWords());
            final boolean rejected = answer.isOneOf(Slot.REJECT, reader.rejectWords());
            return accepted == rejected ? Outcome.UNCLEAR : accepted ? Outcome.SOLD : Outcome.REJECTED;
        }

        /** Where nothing can be recorded now, it is asked again when its turn comes. */
        private void end(final PostOutcome outcome, final Slot slot) {
            try {
                unknown.end(post.leadId(),
                        new UnknownPath.Finding(outcome, text(slot), question.found()));
            } catch (final ControlFullException e) {
                say("what buyer " + id + " says of an unknown post can't be recorded now: " + e.getMessage());
            }
        }

        /** What the buyer says of it, or nothing when that is too long or no text. */
        private String text(final Slot slot) {
            if (!answer.has(slot)) {
                return "";
            }
            final byte[] bytes = answer.bytes(slot);
            final Slice slice = answer.slice(slot);
            return slice.length() > RecordEncoder.TEXT_MAX_BYTES || !Utf8.isText(bytes, slice.offset(), slice.end())
                    ? "" : new String(bytes, slice.offset(), slice.length(), StandardCharsets.UTF_8);
        }
    }
}
