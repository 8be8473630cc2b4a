package gavel.server.path;

import gavel.config.ServerConfig;
import gavel.persist.drain.LoopRecords;
import gavel.persist.record.Bodies.Outcome;
import gavel.persist.record.Ids;
import gavel.persist.record.RecordKind;
import gavel.server.buyer.BuyerAnswer;
import gavel.server.buyer.BuyerPort;
import gavel.server.buyer.CallListener;
import gavel.server.http.HttpConnection;
import gavel.server.http.RequestHead;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.LeadState;
import gavel.server.lead.PingStatus;
import gavel.server.lead.PostStatus;
import gavel.server.lead.Problems;
import gavel.server.lead.Stage;
import gavel.server.ping.BidReader;
import gavel.server.post.PostDeadline;
import gavel.server.post.PostReader;
import gavel.server.runtime.Counter;
import gavel.server.runtime.Timers;
import gavel.server.validate.DuplicateCheck;
import gavel.server.validate.DuplicateGate.DuplicateStatus;
import io.netty.channel.EventLoop;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Every transition of a lead, top to bottom in the order in which they happen: intake, validate, route, ping, auction,
 * post, sale. One per event loop and confined to it. Decides what comes next and nothing else: stages compute, buyers
 * speak, records are written by others. docs/LEAD_PATH.md follows one lead through it.
 */
public final class LeadPath {
    private final LoopParts parts;
    private final SharedParts shared;
    private final LoopParts.Stages stages;
    private final LeadEvents events;
    private final LeadAnswers answers;
    private final LeadRepeats repeats;
    private final BuyerHealth health;
    private final BidWorth worth;
    private final Timers<Lead> timers;
    private final Problems problems = new Problems();
    private final Long2ObjectHashMap<Lead> leadById = new Long2ObjectHashMap<>();
    private final boolean waitsForForce;
    private final int attemptsMax;
    private final int creditsPerLead;

    /**
     * @param server configuration of the process, which does not change while it runs.
     */
    public LeadPath(final LoopParts parts, final SharedParts shared, final ServerConfig server) {
        this.parts = parts;
        this.shared = shared;
        this.stages = parts.stages();
        this.events = new LeadEvents(this, shared.faults());
        this.answers = new LeadAnswers(parts);
        this.timers = new Timers<>(parts.loop(), parts.clock(), events::onDeadline);
        this.repeats = new LeadRepeats(parts, shared, answers, timers, this);
        this.health = new BuyerHealth(shared.breakers().cells(parts.catalog().config().buyers()),
                stages.pingDeadline());
        this.worth = new BidWorth(stages.auction(), parts.buyers());
        this.waitsForForce = server.sale().durability() == ServerConfig.Durability.DISK;
        this.attemptsMax = server.post().attemptsMax();
        this.creditsPerLead = creditsPerLead(attemptsMax);
    }

    /** Records that one lead may write: intent and end of each attempt, and its own end. */
    public static int creditsPerLead(final int attemptsMax) {
        return 2 * attemptsMax + 1;
    }

    /** Leads that are running on this loop. */
    public int running() {
        return parts.pool().inFlight();
    }

    /** Who is to be told how calls to buyers end. */
    public CallListener events() {
        return events;
    }

    /** An event was handled: deadlines that have passed meanwhile don't wait for a tick. */
    void afterEvent(final long nowNs) {
        timers.catchUp(nowNs);
    }

    /** Deadlines that are set. */
    long deadlines() {
        return timers.count();
    }

    /** The loop that it is confined to. */
    EventLoop loop() {
        return parts.loop();
    }

    /** Where it hands outcomes over. */
    LoopRecords records() {
        return parts.records();
    }

    /** The running lead of an id, or null. */
    Lead running(final long id) {
        return leadById.get(id);
    }

    /** What a lead that still runs is answered with, for whoever asks. */
    byte[] pendingAnswer(final Lead lead) {
        return answers.pending(lead);
    }

    /** A request for a lead to be auctioned. */
    void onRequest(final HttpConnection connection, final RequestHead head, final byte[] body, final int offset,
                   final int length, final long receivedNs) {
        parts.counters().count(Counter.INTAKE_RECEIVED);
        problems.clear();
        final Lead lead = enter(receivedNs);
        if (lead == null) {
            parts.refusals().refuse(connection, problems);
            return;
        }
        final long epochNs = parts.epochClock().nanoTime();
        lead.begin(parts.ids().next(epochNs / 1_000_000), parts.catalog(), connection, receivedNs, epochNs);
        try {
            intake(lead, head, body, offset, length);
        } catch (final RuntimeException e) {
            onBroken(lead, e);
        }
    }

    /** Room before risk: what a lead may need is taken before it is let in. */
    private Lead enter(final long nowNs) {
        if (shared.door().closed() != LeadReason.NONE) {
            problems.add(shared.door().closed());
            return null;
        }
        if (parts.lag().isTooMuch(nowNs)) {
            problems.add(LeadReason.LAGGING);
            return null;
        }
        if (!parts.cipher().isReady()) {
            problems.add(LeadReason.NO_KEY);
            return null;
        }
        if (!parts.records().takeCredits(creditsPerLead)) {
            problems.add(LeadReason.NO_ROOM);
            return null;
        }
        final Lead lead = parts.pool().take();
        if (lead == null) {
            parts.records().returnCredits(creditsPerLead);
            problems.add(LeadReason.TOO_MANY_LEADS);
            return null;
        }
        lead.credits(creditsPerLead);
        parts.cipher().promise(lead);
        if (lead.forcedListener() == null) {
            lead.forcedListener(events.forced(lead));
        }
        return lead;
    }

    private void intake(final Lead lead, final RequestHead head, final byte[] body, final int offset,
                        final int length) {
        state(lead, LeadState.INTAKE, LeadReason.NONE);
        final boolean readable = stages.intake().members(lead, stages.keys().publisher(head), head, body, offset,
                length, problems);
        lead.stamp(Stage.INTAKE, parts.clock().nanoTime());
        if (readable) {
            stages.intake().fields(lead, body, problems);
        }
        if (problems.count() > 0) {
            reject(lead);
        } else if (head.idempotencyKey().length() == 0) {
            validate(lead);
        } else {
            claim(lead);
        }
    }

    private void claim(final Lead lead) {
        final LeadReason reason = repeats.claim(lead);
        if (reason == LeadReason.NONE) {
            validate(lead);
        } else if (reason == LeadReason.STILL_RUNNING) {
            state(lead, LeadState.REPEATED, LeadReason.NONE);
            repeats.follow(lead);
        } else {
            reject(lead, reason);
        }
    }

    /** A repeat whose first request came to nothing: it takes that one's place. */
    void resume(final Lead lead) {
        try {
            cancelTimer(lead);
            claim(lead);
        } catch (final RuntimeException e) {
            onBroken(lead, e);
        }
    }

    void reject(final Lead lead, final LeadReason reason) {
        problems.clear();
        problems.add(reason);
        reject(lead);
    }

    private void reject(final Lead lead) {
        state(lead, LeadState.REJECTED, problems.reason(0));
        if (lead.isAwaited()) {
            answers.reject(lead, problems);
        }
        giveBack(lead);
    }

    private void validate(final Lead lead) {
        stages.duplicates().identify(lead);
        final DuplicateStatus status = shared.duplicates().claim(lead.duplicates(), lead.duplicateCount(),
                lead.receivedEpochNs() / 1_000_000_000L);
        final long nowNs = parts.clock().nanoTime();
        lead.stamp(Stage.VALIDATE, nowNs);
        if (status == DuplicateStatus.FULL) {
            repeats.release(lead);
            reject(lead, LeadReason.DUPLICATES_FULL);
        } else if (status == DuplicateStatus.DUPLICATE) {
            state(lead, LeadState.DUPLICATE, LeadReason.DUPLICATE);
            repeats.release(lead);
            answers.answer(lead, answers.notSold(lead, "duplicate"), nowNs);
            giveBack(lead);
        } else {
            state(lead, LeadState.VALIDATED, LeadReason.NONE);
            leadById.put(lead.id(), lead);
            route(lead);
        }
    }

    private void route(final Lead lead) {
        final LeadReason reason = stages.router().route(lead, lead.receivedEpochNs() / 1_000_000);
        final long nowNs = parts.clock().nanoTime();
        lead.stamp(Stage.ROUTE, nowNs);
        if (reason != LeadReason.NONE) {
            end(lead, Outcome.UNSOLD, reason, nowNs);
            return;
        }
        parts.counters().add(Counter.ROUTE_CANDIDATES, stages.router().askedCount());
        parts.counters().add(Counter.ROUTE_CUT, stages.router().isCut() ? 1 : 0);
        if (stages.router().skippedCount() > 0) {
            parts.counters().add(Counter.ROUTE_SKIPPED, stages.router().skippedCount());
            reason(lead, LeadReason.SKIPPED);
        }
        parts.counters().add(Counter.ROUTE_PROBED, stages.router().isProbe() ? 1 : 0);
        state(lead, LeadState.ROUTED, LeadReason.NONE);
        ping(lead, nowNs);
    }

    /** Counts one open ping more than there are until all are asked, or a refusal might end the phase too early. */
    private void ping(final Lead lead, final long nowNs) {
        state(lead, LeadState.PINGING, LeadReason.NONE);
        lead.openPings(lead.candidateCount() + 1);
        stages.pingDeadline().begin(lead, nowNs);
        for (int i = 0; i < lead.candidateCount(); i++) {
            final Candidate candidate = lead.candidate(i);
            final PingStatus status = candidate.isSkipped() ? PingStatus.SKIPPED
                    : buyer(candidate).ping(lead, candidate, nowNs);
            if (status == PingStatus.ASKED) {
                parts.counters().count(Counter.PING_SENT);
            } else {
                onPinged(lead, candidate, status, 0, nowNs);
            }
        }
        timer(lead, lead.pingDeadlineNs());
        onePingLess(lead, nowNs);
    }

    void onPingAnswer(final Lead lead, final Candidate candidate, final BuyerAnswer answer, final long nowNs) {
        final PingStatus status = BidReader.status(answer, candidate);
        final long micros = status == PingStatus.BID ? BidReader.micros(answer) : 0;
        if (stages.pingDeadline().isLate(candidate, nowNs)) {
            candidate.lateMicros(micros);
            onPinged(lead, candidate, PingStatus.LATE, 0, nowNs);
        } else {
            onPinged(lead, candidate, status, micros, nowNs);
        }
    }

    void onPingFailed(final Lead lead, final Candidate candidate, final PingStatus status, final long nowNs) {
        onPinged(lead, candidate, status, 0, nowNs);
    }

    /** Also of a lead that is being posted already: a bid that comes then joins the runners-up. */
    private void onPinged(final Lead lead, final Candidate candidate, final PingStatus status, final long bidMicros,
                          final long nowNs) {
        final PingStatus ended = status == PingStatus.BID && !candidate.isWaitedFor() ? PingStatus.BID_LATER : status;
        candidate.onAnswered(ended, bidMicros, nowNs);
        buyer(candidate).stats().count(ended);
        health.onPinged(candidate, status, nowNs);
        if (ended.isBid()) {
            stages.auction().onBid(lead, candidate);
        }
        if (isTaken(lead) && stages.auction().beatsWinner(lead, candidate)) {
            parts.counters().count(Counter.AUCTION_EARLY_LOST);
        }
        onePingLess(lead, nowNs);
    }

    /** Whether a campaign was chosen, and the lead is on its way to it. */
    private static boolean isTaken(final Lead lead) {
        return lead.state() == LeadState.INTENDED || lead.state() == LeadState.POSTING;
    }

    private void onePingLess(final Lead lead, final long nowNs) {
        lead.openPings(lead.openPings() - 1);
        if (lead.state() == LeadState.PINGING && (lead.openPings() == 0 || stages.auction().isDecided(lead))) {
            auction(lead, nowNs);
        } else if (lead.state() == LeadState.PINGING && stages.pingDeadline().endsSooner(lead)) {
            timer(lead, lead.pingDeadlineNs());
        }
    }

    private void onPingDeadline(final Lead lead, final long nowNs) {
        parts.counters().count(Counter.PING_DEADLINE);
        onPingsOver(lead, nowNs);
        auction(lead, nowNs);
    }

    private void onPingsOver(final Lead lead, final long nowNs) {
        endPings(lead, PingStatus.TIMEOUT, nowNs);
        health.onPingDeadline(lead, nowNs);
    }

    /** Waits for no ping any more: those that are open had their time (TIMEOUT), or no answer could matter. */
    private void endPings(final Lead lead, final PingStatus status, final long nowNs) {
        if (lead.openPings() == 0) {
            return;
        }
        for (int i = 0; i < lead.candidateCount(); i++) {
            final Candidate candidate = lead.candidate(i);
            if (candidate.isOpen() && candidate.call() != null) {
                if (status == PingStatus.TIMEOUT) {
                    candidate.call().abandon();
                } else {
                    candidate.call().release();
                }
                candidate.onAnswered(status, 0, nowNs);
                buyer(candidate).stats().count(status);
            }
        }
        lead.openPings(0);
    }

    /** The bids that are there are ranked; those that may still come can't change who is first. */
    private void auction(final Lead lead, final long nowNs) {
        lead.stamp(Stage.PING, nowNs);
        cancelTimer(lead);
        state(lead, LeadState.AUCTIONED, LeadReason.NONE);
        final LeadReason reason = stages.auction().whyUnsold(lead);
        lead.stamp(Stage.AUCTION, parts.clock().nanoTime());
        if (reason == LeadReason.NONE) {
            intend(lead, nowNs);
        } else if (reason == LeadReason.BUYERS_BUSY) {
            turnAway(lead, reason);
        } else {
            end(lead, Outcome.UNSOLD, reason, nowNs);
        }
    }

    /** Refuses a lead that was sent to nobody in full, as if it had never come: it may be sent again. */
    private void turnAway(final Lead lead, final LeadReason reason) {
        if (leadById.remove(lead.id()) != null) {
            shared.duplicates().release(lead.duplicates(), lead.duplicateCount());
        }
        repeats.release(lead);
        reject(lead, reason);
    }

    /** Goes to the next in rank: reserves its place under all caps, and records the intent before a byte leaves. */
    private void intend(final Lead lead, final long nowNs) {
        if (lead.isAnswered() || nowNs >= PostDeadline.answerByNs(lead)) {
            end(lead, Outcome.UNSOLD, LeadReason.NO_TIME_TO_POST, nowNs);
            return;
        }
        if (lead.attempt() < attemptsMax && lead.openPings() > 0 && !stages.auction().isDecided(lead)) {
            waitForPings(lead);
            return;
        }
        final Candidate candidate = lead.attempt() == attemptsMax ? null : lead.takeNext();
        if (candidate == null) {
            end(lead, Outcome.UNSOLD, lead.exhausted(), nowNs);
            return;
        }
        final long epochNs = parts.epochClock().nanoTime();
        lead.capPlaces().begin(candidate.bidMicros(), candidate.payoutMicros());
        if (!parts.caps().reserve(lead.capPlaces(), lead, candidate.campaign(), Ids.epochMs(lead.id()))) {
            lead.exhausted(LeadReason.POST_CAPPED);
            intend(lead, nowNs);
            return;
        }
        if (lead.attempt() == 0) {
            closeEarly(lead);
            parts.cipher().encrypt(lead);
        }
        lead.winner(candidate);
        lead.buyerText().clear();
        lead.postStartedNs(nowNs);
        lead.beginAttempt();
        state(lead, LeadState.INTENDED, LeadReason.NONE);
        insert(lead, stages.saleWriter().posting(lead, epochNs), waitsForForce);
        if (!waitsForForce) {
            post(lead, nowNs);
        } else if (lead.timer() == Lead.NO_TIMER) {
            timer(lead, PostDeadline.answerByNs(lead));
        }
    }

    /** The one that was first is gone, and an open ping may beat the next. */
    private void waitForPings(final Lead lead) {
        state(lead, LeadState.PINGING, LeadReason.NONE);
        timer(lead, lead.pingDeadlineNs());
    }

    private void closeEarly(final Lead lead) {
        if (lead.openPings() == 0) {
            return;
        }
        parts.counters().count(Counter.AUCTION_EARLY);
        for (int i = 0; i < lead.candidateCount(); i++) {
            if (lead.candidate(i).isOpen()) {
                lead.candidate(i).onNotWaitedFor();
            }
        }
    }

    private void post(final Lead lead, final long nowNs) {
        state(lead, LeadState.POSTING, LeadReason.NONE);
        lead.postStartedNs(nowNs);
        lead.winner().callEndsNs(stages.postDeadline().callEndsNs(lead));
        if (!buyer(lead.winner()).post(lead, lead.winner(), nowNs)) {
            onPosted(lead, lead.isPostedAgain() ? PostStatus.UNKNOWN : PostStatus.NOT_SENT, nowNs);
            return;
        }
        parts.counters().count(Counter.POST_SENT);
        timer(lead, stages.postDeadline().nextNs(lead));
    }

    void onPostAnswer(final Lead lead, final Candidate candidate, final BuyerAnswer answer, final long nowNs) {
        final BuyerPort buyer = buyer(candidate);
        final PostStatus status = PostReader.status(answer, buyer.postReader(), lead, buyer.stats());
        health.onPostAnswer(candidate, status, nowNs);
        onPosted(lead, status, nowNs);
    }

    void onPostFailed(final Lead lead, final Candidate candidate, final boolean sent, final long nowNs) {
        health.onPostFailed(candidate, nowNs);
        if (sent && PostDeadline.mayPostAgain(lead, nowNs)) {
            lead.onPostedAgain();
            post(lead, nowNs);
        } else {
            onPosted(lead, sent || lead.isPostedAgain() ? PostStatus.UNKNOWN : PostStatus.NOT_SENT, nowNs);
        }
    }

    private void onPosted(final Lead lead, final PostStatus status, final long nowNs) {
        buyer(lead.winner()).stats().count(status);
        cancelTimer(lead);
        lead.stamp(Stage.POST, nowNs);
        if (status == PostStatus.SOLD) {
            sell(lead, nowNs);
            return;
        }
        final LeadReason reason = status == PostStatus.UNKNOWN ? LeadReason.POST_UNKNOWN
                : status == PostStatus.NOT_SENT ? LeadReason.NOT_SENT : LeadReason.POST_REJECTED;
        reason(lead, reason);
        insert(lead, stages.saleWriter().postEnded(lead, status, elapsedUs(lead, nowNs),
                parts.epochClock().nanoTime()), false);
        if (status == PostStatus.UNKNOWN) {
            end(lead, Outcome.UNKNOWN, reason, nowNs);
            return;
        }
        parts.caps().release(lead.capPlaces(), lead, lead.winner().campaign());
        state(lead, LeadState.AUCTIONED, LeadReason.NONE);
        lead.exhausted(reason == LeadReason.POST_REJECTED ? LeadReason.ALL_REJECTED : LeadReason.NOT_SENT);
        intend(lead, nowNs);
    }

    private void sell(final Lead lead, final long nowNs) {
        endPings(lead, PingStatus.NOT_WAITED, nowNs);
        state(lead, LeadState.RECORDING, LeadReason.NONE);
        final int length = answers.sold(lead);
        insert(lead, stages.saleWriter().sale(lead, elapsedUs(lead, nowNs), answers.bytes(), length,
                parts.epochClock().nanoTime()), waitsForForce);
        recorded(lead, LeadState.SOLD, length, waitsForForce, nowNs);
    }

    /** A lead that was not sold, as far as is known: recorded, then answered. */
    private void end(final Lead lead, final Outcome outcome, final LeadReason reason, final long nowNs) {
        endPings(lead, PingStatus.NOT_WAITED, nowNs);
        state(lead, LeadState.RECORDING, reason);
        if (outcome == Outcome.UNKNOWN) {
            keepPerson(lead);
        }
        final int length = answers.notSold(lead, outcome == Outcome.UNSOLD ? "unsold" : "unknown");
        final boolean waits = waitsForForce && lead.attempt() > 0;
        insert(lead, stages.saleWriter().leadEnded(lead, outcome, answers.bytes(), length,
                parts.epochClock().nanoTime()), waits);
        recorded(lead, outcome == Outcome.UNSOLD ? LeadState.UNSOLD : LeadState.UNKNOWN, length, waits, nowNs);
    }

    private void recorded(final Lead lead, final LeadState ended, final int answerLength, final boolean waits,
                          final long nowNs) {
        answers.keep(lead, answerLength);
        if (!waits) {
            finish(lead, ended, nowNs);
            return;
        }
        lead.endsAs(ended);
        if (!lead.isAnswered() && lead.timer() == Lead.NO_TIMER) {
            timer(lead, PostDeadline.answerByNs(lead));
        }
    }

    private void finish(final Lead lead, final LeadState ended, final long nowNs) {
        lead.stamp(Stage.SALE, nowNs);
        state(lead, ended, lead.reason());
        parts.counters().count(ended == LeadState.SOLD ? Counter.SALE_SOLD
                : ended == LeadState.UNSOLD ? Counter.SALE_UNSOLD : Counter.SALE_UNKNOWN);
        if (ended == LeadState.UNSOLD) {
            shared.duplicates().release(lead.duplicates(), lead.duplicateCount());
        } else if (ended == LeadState.SOLD) {
            keepPerson(lead);
        }
        answers.answerKept(lead, nowNs);
        worth.onEnded(lead);
        repeats.complete(lead);
        leadById.remove(lead.id());
        giveBack(lead);
    }

    /** Of an unknown lead before its end is recorded, since it may be found to be no sale from then on. */
    private void keepPerson(final Lead lead) {
        shared.duplicates().keep(lead.duplicates(), lead.duplicateCount(), DuplicateCheck.untilS(
                lead.receivedEpochNs(), lead.offer().vertical().config().duplicates().windowNs()));
    }

    void onForced(final Lead lead, final RecordKind kind) {
        final long nowNs = parts.clock().nanoTime();
        if (kind == RecordKind.POSTING) {
            if (lead.isAnswered() || nowNs >= PostDeadline.answerByNs(lead)) {
                onPosted(lead, PostStatus.NOT_SENT, nowNs);
            } else {
                post(lead, nowNs);
            }
        } else {
            finish(lead, lead.endsAs(), nowNs);
        }
    }

    void onDeadline(final Lead lead, final long nowNs) {
        lead.timer(Lead.NO_TIMER);
        if (lead.state() == LeadState.REPEATED) {
            repeats.onDeadline(lead, nowNs);
            return;
        }
        if (lead.state() == LeadState.PINGING) {
            onPingDeadline(lead, nowNs);
            return;
        }
        if (lead.openPings() > 0 && nowNs >= lead.pingDeadlineNs()) {
            onPingsOver(lead, nowNs);
        }
        onAnswerBy(lead, nowNs);
    }

    /** The deadline of a lead whose auction is over: of its publisher, or of its post. */
    private void onAnswerBy(final Lead lead, final long nowNs) {
        if (!lead.isAnswered() && nowNs >= PostDeadline.answerByNs(lead)) {
            parts.counters().count(Counter.INTAKE_PENDING);
            answers.pending(lead, nowNs);
        }
        if (lead.state() != LeadState.POSTING) {
            if (!lead.isAnswered()) {
                timer(lead, PostDeadline.answerByNs(lead));
            }
        } else if (stages.postDeadline().isOver(lead, nowNs)) {
            onPostFailed(lead, lead.winner(), lead.winner().call().abandon(), nowNs);
        } else {
            timer(lead, stages.postDeadline().nextNs(lead));
        }
    }

    /** A step of a lead threw: the mistake is counted and kept, and the lead given up as well as it can be. */
    void onBroken(final Lead lead, final RuntimeException mistake) {
        shared.faults().onFault(mistake);
        try {
            giveUp(lead, parts.clock().nanoTime());
        } catch (final RuntimeException another) {
            shared.faults().onFault(another);
            shared.door().onBooksBroken();
        }
    }

    /**
     * Before an intent is out, a lead is refused; while it is with a buyer, nobody knows what became of it. Between
     * these its record is at stake: it is left as it is and no lead is taken any more, and the next start finds out.
     */
    private void giveUp(final Lead lead, final long nowNs) {
        if (lead.state().mayBecome(LeadState.REJECTED)) {
            endPings(lead, PingStatus.NOT_WAITED, nowNs);
            repeats.leave(lead);
            turnAway(lead, LeadReason.INTERNAL);
        } else if (lead.state() == LeadState.POSTING) {
            if (lead.winner().call() != null) {
                lead.winner().call().abandon();
            }
            onPosted(lead, PostStatus.UNKNOWN, nowNs);
        } else if (lead.state().isEnd()) {
            leadById.remove(lead.id());
            giveBack(lead);
        } else if (lead.state() != LeadState.FREE) {
            shared.door().onBooksBroken();
            answers.pending(lead, nowNs);
        }
    }

    private void state(final Lead lead, final LeadState next, final LeadReason reason) {
        if (!lead.state().mayBecome(next)) {
            throw new IllegalStateException("a lead can't go from " + lead.state() + " to " + next);
        }
        reason(lead, reason);
        lead.state(next);
    }

    private void reason(final Lead lead, final LeadReason reason) {
        if (reason != LeadReason.NONE && reason != lead.reason()) {
            parts.counters().countReason(reason.ordinal());
        }
        lead.reason(reason);
    }

    private void insert(final Lead lead, final int length, final boolean waits) {
        lead.credits(lead.credits() - 1);
        parts.records().insert(stages.saleWriter().encoder(), length, waits ? lead.forcedListener() : null);
    }

    void giveBack(final Lead lead) {
        cancelTimer(lead);
        parts.records().returnCredits(lead.credits());
        parts.cipher().release(lead);
        parts.pool().giveBack(lead);
    }

    /** Sets a lead's one timer: at this time, or when its open pings have had theirs. */
    private void timer(final Lead lead, final long deadlineNs) {
        cancelTimer(lead);
        lead.timer(timers.set(lead, lead.openPings() == 0 ? deadlineNs : Math.min(deadlineNs, lead.pingDeadlineNs())));
    }

    private void cancelTimer(final Lead lead) {
        if (lead.timer() != Lead.NO_TIMER) {
            timers.cancel(lead.timer());
            lead.timer(Lead.NO_TIMER);
        }
    }

    private BuyerPort buyer(final Candidate candidate) {
        return parts.buyers()[candidate.campaign().buyerIndex()];
    }

    private static int elapsedUs(final Lead lead, final long nowNs) {
        return (int) Math.min(Integer.MAX_VALUE, (nowNs - lead.postStartedNs()) / 1000);
    }
}
