package gavel.server.lead;

import gavel.server.catalog.Campaign;

/** A campaign that may be asked for a lead, and what it answered. Belongs to its lead; confined to its loop. */
public final class Candidate {
    /** Longest reference that a buyer may give in a ping. */
    public static final int REFERENCE_MAX_BYTES = 128;

    private final Text reference = new Text(REFERENCE_MAX_BYTES);
    private Campaign campaign;
    private PingStatus status;
    private long bidMicros;
    private long lateMicros;
    private long payoutMicros;
    private boolean asked;
    private long askedNs;
    private long timeoutNs;
    private boolean allItsTime;
    private long callEndsNs;
    private int elapsedUs;
    private int httpStatus;
    private long tieKey;
    private boolean waitedFor;
    private PingStatus recorded;
    private Call call;

    void clear() {
        reference.clear();
        campaign = null;
        call = null;
    }

    void reset(final Campaign newCampaign) {
        clear();
        campaign = newCampaign;
        asked = false;
        status = PingStatus.ASKED;
        bidMicros = 0;
        lateMicros = 0;
        payoutMicros = 0;
        askedNs = 0;
        timeoutNs = 0;
        allItsTime = false;
        callEndsNs = 0;
        elapsedUs = 0;
        httpStatus = 0;
        tieKey = 0;
        waitedFor = true;
        recorded = null;
    }

    /** Who is asked. */
    public Campaign campaign() {
        return campaign;
    }

    void onSkipped() {
        status = PingStatus.SKIPPED;
    }

    /** Whether it is not asked, because its buyer's calls fail. */
    public boolean isSkipped() {
        return status == PingStatus.SKIPPED;
    }

    /** Whether a request to it was made, even if it never left. */
    public boolean wasAsked() {
        return asked;
    }

    /** HTTP status of its last answer; 0 without one. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Notes the HTTP status of its answer. */
    public void httpStatus(final int newHttpStatus) {
        httpStatus = newHttpStatus;
    }

    /** How asking ended, or ASKED. */
    public PingStatus status() {
        return status;
    }

    /** Whether an answer may still come, or it is yet to be asked. */
    public boolean isOpen() {
        return status == PingStatus.ASKED;
    }

    /** Whether nothing left without waiting for its answer; false once the first post did. */
    public boolean isWaitedFor() {
        return waitedFor;
    }

    /** Notes that the first post leaves without waiting for it. */
    public void onNotWaitedFor() {
        waitedFor = false;
    }

    /** How a record says that asking it ended; null while none says it. */
    public PingStatus recorded() {
        return recorded;
    }

    /** Notes what a record says of it. */
    public void recorded(final PingStatus newRecorded) {
        recorded = newRecorded;
    }

    /** What it bids, or 0. */
    public long bidMicros() {
        return bidMicros;
    }

    /** What it bid too late, or 0. */
    public long lateMicros() {
        return lateMicros;
    }

    /** Notes what it bid too late: no bid, but known. */
    public void lateMicros(final long micros) {
        lateMicros = micros;
    }

    /** What we would pay out of that bid. */
    public long payoutMicros() {
        return payoutMicros;
    }

    /** Remembers what a sale at its bid would pay. */
    public void payoutMicros(final long micros) {
        payoutMicros = micros;
    }

    /** When it was asked. */
    public long askedNs() {
        return askedNs;
    }

    /** How long its buyer may take to answer a ping, if the lead leaves it that. */
    public long timeoutNs() {
        return timeoutNs;
    }

    /** Notes how long its buyer may take, before it is asked. */
    public void timeoutNs(final long newTimeoutNs) {
        timeoutNs = newTimeoutNs;
    }

    /** Whether it had as long as its buyer may ever have. */
    public boolean hasAllItsTime() {
        return allItsTime;
    }

    /** Notes whether neither the lead nor what was learned leaves it less. */
    public void hasAllItsTime(final boolean newAllItsTime) {
        allItsTime = newAllItsTime;
    }

    /** When the ping or post that is under way, or about to begin, is given up: until then the buyer may answer. */
    public long callEndsNs() {
        return callEndsNs;
    }

    /** Notes how long the buyer may take, before it is asked. */
    public void callEndsNs(final long newCallEndsNs) {
        callEndsNs = newCallEndsNs;
    }

    /** How long its answer took, or how long it was waited for; 0 when it could not be asked. */
    public int elapsedUs() {
        return elapsedUs;
    }

    /** What its answer gave to be repeated in the post. */
    public Text reference() {
        return reference;
    }

    /** Ranks equal bids: the lower first. */
    public long tieKey() {
        return tieKey;
    }

    /** Notes what ranks equal bids. */
    public void tieKey(final long key) {
        tieKey = key;
    }

    /** The exchange with the buyer that is under way, or null. */
    public Call call() {
        return call;
    }

    /** Notes that it is being asked. */
    public void onAsked(final Call newCall, final long nowNs) {
        call = newCall;
        asked = true;
        askedNs = nowNs;
    }

    /** Notes the call by which it is asked once more; its time to answer goes on from the first. */
    public void onAskedAgain(final Call newCall) {
        call = newCall;
    }

    /** Notes the call by which the full lead goes to it. */
    public void onPosting(final Call newCall) {
        call = newCall;
    }

    /** Notes how asking ended. */
    public void onAnswered(final PingStatus newStatus, final long newBidMicros, final long nowNs) {
        status = newStatus;
        bidMicros = newBidMicros;
        elapsedUs = asked ? (int) Math.min(Integer.MAX_VALUE, (nowNs - askedNs) / 1000) : 0;
        call = null;
    }

    /** Notes that its bid is below the floor, or leaves too little margin, so that it is not ranked. */
    public void onBelowFloor() {
        status = PingStatus.BELOW_FLOOR;
    }
}
