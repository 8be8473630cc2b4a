package gavel.server.lead;

import gavel.config.Limits;
import gavel.persist.drain.ForcedListener;
import gavel.persist.record.BodyReader;
import gavel.server.catalog.Campaign;
import gavel.server.catalog.Catalog;
import gavel.server.catalog.FieldValues;
import gavel.server.catalog.Offer;
import gavel.server.catalog.Publisher;
import gavel.server.http.HttpConnection;

import java.util.Arrays;

/**
 * All that is known of one lead, allocated once and cleared when it is used again. Belongs to one event loop from the
 * first byte to the last; never read or written by another thread. Computes nothing: stages do.
 */
public final class Lead {
    /** Longest id that a publisher may give its lead. */
    public static final int PUBLISHER_LEAD_ID_MAX_BYTES = 64;
    /** Longest sub id. */
    public static final int SUB_MAX_BYTES = Limits.SUB_MAX_BYTES;
    /** One more than the longest click id that we give. */
    public static final int CLICK_TEXT_MAX_BYTES = Limits.CLICK_ID_MAX_BYTES + 1;
    /** Sub ids that a lead or click may carry. */
    public static final int SUBS = BodyReader.SUBS;
    /** Fields by which a person is known again, at most. */
    public static final int DUPLICATES_MAX = Limits.DUPLICATE_FIELDS_MAX;
    /** Bytes of an idempotency key's hash. */
    public static final int KEY_HASH_BYTES = BodyReader.IDEMPOTENCY_KEY_BYTES;
    /** Longest URL that a buyer may give in a post's answer. */
    public static final int REDIRECT_URL_MAX_BYTES = 1024;
    /** Longest reference or reason that a buyer may give in a post's answer. */
    public static final int BUYER_TEXT_MAX_BYTES = 255;
    /** No timer is set. */
    public static final long NO_TIMER = Long.MIN_VALUE;

    private final FieldValues values = new FieldValues();
    private final Text publisherLeadId = new Text(PUBLISHER_LEAD_ID_MAX_BYTES);
    private final Text[] subs = new Text[SUBS];
    private final Text clickText = new Text(CLICK_TEXT_MAX_BYTES);
    private final Text clickPublisher = new Text(64);
    private final Text buyerText = new Text(BUYER_TEXT_MAX_BYTES);
    private final Text redirectUrl = new Text(REDIRECT_URL_MAX_BYTES);
    private final byte[] keyHash = new byte[KEY_HASH_BYTES];
    private final long[] duplicates = new long[DUPLICATES_MAX];
    private final long[] stageNs = new long[Stage.COUNT];
    private final Candidate[] candidates;
    private final Candidate[] ranked;
    private final CapPlaces capPlaces = new CapPlaces();
    private ForcedListener forcedListener;

    private LeadState state = LeadState.FREE;
    private LeadReason reason = LeadReason.NONE;
    private long id;
    private Catalog catalog;
    private Publisher publisher;
    private Offer offer;
    private HttpConnection connection;
    private long requestNumber;
    private long receivedNs;
    private long receivedEpochNs;
    private long stageBeganNs;
    private long deadlineNs;
    private long floorMicros;
    private long clickId;
    private Claim claim;
    private long bodyHash;
    private int duplicateCount;
    private int candidateCount;
    private int openPings;
    private int rankedCount;
    private int next;
    private int contender;
    private long pingDeadlineNs;
    private int pingMark;
    private LeadReason exhausted = LeadReason.ALL_REJECTED;
    private int attempt;
    private boolean postedAgain;
    private int postHttpStatus;
    private int credits;
    private Candidate winner;
    private long postStartedNs;
    private long timer = NO_TIMER;
    private boolean answered;
    private LeadState endsAs = LeadState.FREE;
    private byte[] answer = new byte[512];
    private int answerLength;

    /** A lead with room for so many candidates. */
    public Lead(final int candidatesMax) {
        candidates = new Candidate[candidatesMax];
        ranked = new Candidate[candidatesMax];
        for (int i = 0; i < candidatesMax; i++) {
            candidates[i] = new Candidate();
        }
        for (int i = 0; i < SUBS; i++) {
            subs[i] = new Text(SUB_MAX_BYTES);
        }
    }

    /** What its post holds under caps. */
    public CapPlaces capPlaces() {
        return capPlaces;
    }

    /** Forgets everything: a person's data does not stay in a pool. */
    public void clear() {
        values.clear();
        publisherLeadId.clear();
        for (final Text sub : subs) {
            sub.clear();
        }
        clickPublisher.clear();
        clickText.clear();
        buyerText.clear();
        redirectUrl.clear();
        Arrays.fill(keyHash, (byte) 0);
        Arrays.fill(duplicates, 0);
        Arrays.fill(stageNs, 0);
        Arrays.fill(ranked, null);
        Arrays.fill(answer, 0, answerLength, (byte) 0);
        for (int i = 0; i < candidateCount; i++) {
            candidates[i].clear();
        }
        state = LeadState.FREE;
        reason = LeadReason.NONE;
        id = 0;
        catalog = null;
        publisher = null;
        offer = null;
        connection = null;
        floorMicros = 0;
        clickId = 0;
        claim = null;
        bodyHash = 0;
        duplicateCount = 0;
        candidateCount = 0;
        openPings = 0;
        rankedCount = 0;
        next = 0;
        contender = 0;
        pingDeadlineNs = 0;
        pingMark = 0;
        exhausted = LeadReason.ALL_REJECTED;
        attempt = 0;
        postedAgain = false;
        postHttpStatus = 0;
        credits = 0;
        winner = null;
        timer = NO_TIMER;
        answered = false;
        endsAs = LeadState.FREE;
        answerLength = 0;
    }

    /** A lead whose request was just read. */
    public void begin(final long newId, final Catalog newCatalog, final HttpConnection newConnection,
                      final long newReceivedNs, final long newReceivedEpochNs) {
        id = newId;
        catalog = newCatalog;
        connection = newConnection;
        requestNumber = newConnection == null ? 0 : newConnection.requestNumber();
        receivedNs = newReceivedNs;
        receivedEpochNs = newReceivedEpochNs;
        stageBeganNs = newReceivedNs;
    }

    /** Where it is. */
    public LeadState state() {
        return state;
    }

    /** Why it ended, or will. */
    public LeadReason reason() {
        return reason;
    }

    /** For LeadPath's one setter only. */
    public void state(final LeadState newState) {
        state = newState;
    }

    /** For LeadPath only, which counts it. */
    public void reason(final LeadReason newReason) {
        reason = newReason;
    }

    /** Closes the running stage: adds the time since the last stamp to it. */
    public void stamp(final Stage stage, final long nowNs) {
        stageNs[stage.ordinal()] += nowNs - stageBeganNs;
        stageBeganNs = nowNs;
    }

    /** Time that a stage took. */
    public long stageNs(final Stage stage) {
        return stageNs[stage.ordinal()];
    }

    /** The same by the stage's place. */
    public long stageNs(final int stage) {
        return stageNs[stage];
    }

    /** Takes a campaign as candidate; false when there is no more room. */
    public boolean addCandidate(final Campaign campaign) {
        if (candidateCount == candidates.length) {
            return false;
        }
        candidates[candidateCount++].reset(campaign);
        return true;
    }

    /** Notes a campaign that is not asked because its buyer's calls fail; one that finds no room is left out. */
    public void addSkipped(final Campaign campaign) {
        if (addCandidate(campaign)) {
            candidates[candidateCount - 1].onSkipped();
        }
    }

    /** Number of candidates, those that are skipped included. */
    public int candidateCount() {
        return candidateCount;
    }

    /** A candidate by its place. */
    public Candidate candidate(final int place) {
        return candidates[place];
    }

    /** Candidates by rank: the first {@link #rankedCount()} are bids above the floor. */
    public Candidate[] ranked() {
        return ranked;
    }

    /** Number of ranked candidates. */
    public int rankedCount() {
        return rankedCount;
    }

    /** Notes how many were ranked. */
    public void rankedCount(final int count) {
        rankedCount = count;
    }

    /** Place in rank of the best that was not tried yet; {@link #rankedCount()} when none is left. */
    public int next() {
        return next;
    }

    /** Takes the next in rank, or null when none is left; others may be able to beat the one behind it. */
    public Candidate takeNext() {
        contender = 0;
        return next < rankedCount ? ranked[next++] : null;
    }

    /** Place of the first candidate that may still beat the best bid; those before it can't any more. */
    public int contender() {
        return contender;
    }

    /** Notes the first candidate that may still beat the best bid. */
    public void contender(final int place) {
        contender = place;
    }

    /** Why it is unsold when nobody is left that could be tried. */
    public LeadReason exhausted() {
        return exhausted;
    }

    public void exhausted(final LeadReason newExhausted) {
        exhausted = newExhausted;
    }

    public FieldValues values() {
        return values;
    }

    public Text publisherLeadId() {
        return publisherLeadId;
    }

    public Text sub(final int index) {
        return subs[index];
    }

    /** The click id as it was sent, cut if it is longer than any that we give; empty without one. */
    public Text clickText() {
        return clickText;
    }

    /** Publisher of the click that the lead carries; empty without one. */
    public Text clickPublisher() {
        return clickPublisher;
    }

    /** What the buyer said of the last post: its own id of the sale, or why it rejected. */
    public Text buyerText() {
        return buyerText;
    }

    /** Where the buyer wants the person sent. */
    public Text redirectUrl() {
        return redirectUrl;
    }

    public byte[] keyHash() {
        return keyHash;
    }

    public long[] duplicates() {
        return duplicates;
    }

    public int duplicateCount() {
        return duplicateCount;
    }

    public void duplicateCount(final int count) {
        duplicateCount = count;
    }

    public long id() {
        return id;
    }

    public Catalog catalog() {
        return catalog;
    }

    public Publisher publisher() {
        return publisher;
    }

    public void publisher(final Publisher newPublisher) {
        publisher = newPublisher;
    }

    public Offer offer() {
        return offer;
    }

    public void offer(final Offer newOffer) {
        offer = newOffer;
    }

    /** The publisher's connection; null in tests. It may be closed, or have gone on to another request. */
    public HttpConnection connection() {
        return connection;
    }

    /** Whether the publisher still waits on its connection for this lead's answer. */
    public boolean isAwaited() {
        return connection != null && connection.isWaiting(requestNumber);
    }

    /** When the first byte of the request was read. */
    public long receivedNs() {
        return receivedNs;
    }

    /** The same by the wall clock. */
    public long receivedEpochNs() {
        return receivedEpochNs;
    }

    /** When the publisher must have its answer. */
    public long deadlineNs() {
        return deadlineNs;
    }

    public void deadlineNs(final long newDeadlineNs) {
        deadlineNs = newDeadlineNs;
    }

    public long floorMicros() {
        return floorMicros;
    }

    public void floorMicros(final long micros) {
        floorMicros = micros;
    }

    /** Id of the click that it carries, or 0. */
    public long clickId() {
        return clickId;
    }

    public void clickId(final long newClickId) {
        clickId = newClickId;
    }

    /** Its claim on an idempotency key, or null. */
    public Claim claim() {
        return claim;
    }

    public void claim(final Claim newClaim) {
        claim = newClaim;
    }

    public long bodyHash() {
        return bodyHash;
    }

    public void bodyHash(final long hash) {
        bodyHash = hash;
    }

    /** Pings that are still waited for. */
    public int openPings() {
        return openPings;
    }

    public void openPings(final int count) {
        openPings = count;
    }

    /** When pings are waited for no longer. */
    public long pingDeadlineNs() {
        return pingDeadlineNs;
    }

    public void pingDeadlineNs(final long newPingDeadlineNs) {
        pingDeadlineNs = newPingDeadlineNs;
    }

    /** Candidates before it have ended, or end before the ping phase does. */
    public int pingMark() {
        return pingMark;
    }

    public void pingMark(final int newPingMark) {
        pingMark = newPingMark;
    }

    /** Number of the running or last attempt to post, from 1. */
    public int attempt() {
        return attempt;
    }

    /** The next attempt to post begins. */
    public void beginAttempt() {
        attempt++;
        postedAgain = false;
        postHttpStatus = 0;
    }

    /** Whether this attempt's post was repeated under the same key. */
    public boolean isPostedAgain() {
        return postedAgain;
    }

    public void onPostedAgain() {
        postedAgain = true;
    }

    /** HTTP status of the answer to this attempt's post; 0 without an answer. */
    public int postHttpStatus() {
        return postHttpStatus;
    }

    public void postHttpStatus(final int status) {
        postHttpStatus = status;
    }

    /** Room for records that it holds and has not used. */
    public int credits() {
        return credits;
    }

    public void credits(final int count) {
        credits = count;
    }

    /** Who is being posted to, or bought it. */
    public Candidate winner() {
        return winner;
    }

    public void winner(final Candidate candidate) {
        winner = candidate;
    }

    public long postStartedNs() {
        return postStartedNs;
    }

    public void postStartedNs(final long nowNs) {
        postStartedNs = nowNs;
    }

    /** Its timer's id, or NO_TIMER. */
    public long timer() {
        return timer;
    }

    public void timer(final long newTimer) {
        timer = newTimer;
    }

    /** Whether its publisher had an answer, if only that it is pending. */
    public boolean isAnswered() {
        return answered;
    }

    public void onAnswered() {
        answered = true;
    }

    /** What it becomes once its last record is forced. */
    public LeadState endsAs() {
        return endsAs;
    }

    public void endsAs(final LeadState state) {
        endsAs = state;
    }

    /** Takes a copy of the body of its answer. */
    public void answer(final byte[] source, final int length) {
        if (answer.length < length) {
            answer = new byte[length];
        }
        System.arraycopy(source, 0, answer, 0, length);
        answerLength = length;
    }

    /** Body of its answer, from index 0. */
    public byte[] answer() {
        return answer;
    }

    public int answerLength() {
        return answerLength;
    }

    /** What goes on with it when a record is forced. */
    public ForcedListener forcedListener() {
        return forcedListener;
    }

    public void forcedListener(final ForcedListener listener) {
        forcedListener = listener;
    }
}
