package gavel.server.lead;

import gavel.persist.record.StopReason;

/**
 * Why a lead, or a request, ended as it did: 1xx intake, 2xx validate, 3xx route, 4xx auction, 5xx post, 6xx click,
 * 9xx overload. Immutable; any thread.
 */
public enum LeadReason {
    NONE(0, 200, "none"),

    MALFORMED_HTTP(101, 400, "the request is not well-formed HTTP/1.1"),
    HEADERS_TOO_LARGE(102, 431, "request line and headers are larger than this server takes"),
    BODY_TOO_LARGE(103, 413, "the body is larger than this server takes"),
    TOO_SLOW(104, 408, "the request did not arrive in time"),
    NOT_AUTHENTICATED(105, 401, "send Authorization: Bearer with one of your keys"),
    PUBLISHER_OFF(106, 403, "this publisher is switched off"),
    NO_SUCH_PATH(107, 404, "there is nothing at this path"),
    WRONG_METHOD(108, 405, "this path takes another method"),
    WRONG_CONTENT_TYPE(109, 415, "send application/json or application/x-www-form-urlencoded"),
    MALFORMED_JSON(110, 400, "the body is not a well-formed JSON object"),
    MALFORMED_FORM(111, 400, "the body is not a well-formed form"),
    MISSING_MEMBER(112, 400, "a member is missing"),
    WRONG_MEMBER(113, 400, "a member does not have the form that it must have"),
    UNKNOWN_MEMBER(114, 400, "there is no such member"),
    REPEATED_MEMBER(115, 400, "a member stands twice"),
    NO_SUCH_OFFER(116, 400, "there is no such offer for this publisher"),
    WRONG_IDEMPOTENCY_KEY(117, 400, "Idempotency-Key has 1 to 255 visible ASCII characters"),
    IDEMPOTENCY_MISMATCH(118, 422, "this Idempotency-Key was used with another body"),
    NO_SUCH_LEAD(119, 404, "no lead of this publisher has that id"),
    NO_BODY(120, 400, "the request has no body"),

    MISSING_FIELD(201, 422, "a required field is missing"),
    WRONG_FIELD(202, 422, "a field's value is not of its type"),
    UNKNOWN_FIELD(203, 422, "the vertical has no such field"),
    REPEATED_FIELD(204, 422, "a field stands twice"),
    DUPLICATE(210, 200, "this person was sold in this vertical within the window, or is being sold now"),

    NO_CAMPAIGN(301, 200, "no campaign buys this offer's leads"),
    NO_MATCH(302, 200, "no campaign's filters let this lead pass"),
    ALL_CLOSED(303, 200, "every campaign that fits is outside its schedule"),
    ALL_CAPPED(304, 200, "every campaign that fits has reached its cap"),
    SKIPPED(305, 200, "a campaign was skipped because its buyer's calls fail"),
    NO_CREDIT(306, 200, "every campaign that fits has a buyer whose credit is used up"),
    PARTY_CAPPED(307, 200, "the offer or the publisher has reached its cap"),

    BELOW_FLOOR(401, 200, "no bid above the floor"),
    NO_BID(402, 200, "no buyer made a bid"),
    ALL_LATE(403, 200, "no buyer gave an answer that can be read in time"),

    ALL_REJECTED(501, 200, "every buyer that was posted to rejected the lead"),
    NO_TIME_TO_POST(StopReason.NO_TIME_TO_POST.code(), 200, "the deadline left no time to post"),
    NOT_SENT(503, 200, "the lead could not be sent to any buyer"),
    POST_CAPPED(504, 200, "every bidder reached a cap before the lead could be posted"),
    POST_UNKNOWN(StopReason.POST_UNKNOWN.code(), 200,
            "a buyer may have taken the lead; its answer is missing or can't be trusted"),
    STILL_RUNNING(506, 200, "the lead is still with a buyer; ask again with GET /v1/leads/{lead_id}"),
    POST_REJECTED(507, 200, "the buyer rejected the lead"),

    NO_SUCH_CLICK_OFFER(601, 404, "there is no such offer"),
    NO_SUCH_CLICK_PUBLISHER(602, 404, "there is no such publisher for this offer"),
    WRONG_CLICK_QUERY(603, 400, "the query is not well-formed"),
    FORGED_CLICK(604, 200, "the click id was not given by this server"),
    OTHER_OFFERS_CLICK(605, 200, "the click id is of another offer"),

    TOO_MANY_LEADS(901, 503, "too many leads are running; try again"),
    NO_ROOM(902, 503, "records wait for the disk; try again"),
    STOPPING(903, 503, "the server is stopping; try another, or again"),
    TOO_MANY_KEYS(904, 503, "too many idempotency keys are remembered; try again"),
    BOOKS_BROKEN(905, 503, "the books are not in order; no lead is taken"),
    INTERNAL(906, 500, "the server made a mistake; it is counted and can be looked up"),
    TOO_MANY_READS(907, 503, "too many earlier answers are being looked up; try again"),
    DUPLICATES_FULL(908, 503, "too many people are remembered to tell whether this one is new"),
    DISK_FULL(909, 503, "the disk is full; no lead is taken until there is room"),
    LAGGING(910, 503, "leads come faster than they can be handled; try again"),
    BUYERS_BUSY(911, 503, "every buyer that could be asked has as many calls under way as may be; try again"),
    NO_KEY(912, 503, "no key to keep the lead's fields under is ready; try again");

    private final int code;
    private final int httpStatus;
    private final String sentence;

    LeadReason(final int code, final int httpStatus, final String sentence) {
        this.code = code;
        this.httpStatus = httpStatus;
        this.sentence = sentence;
    }

    /** Its number, on the wire and in records. */
    public int code() {
        return code;
    }

    /** HTTP status of an answer that it causes. */
    public int httpStatus() {
        return httpStatus;
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }

    /** The reason of a code; one that does not exist breaks an invariant. */
    public static LeadReason ofCode(final int code) {
        for (final LeadReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        throw new IllegalArgumentException("no reason " + code);
    }
}
