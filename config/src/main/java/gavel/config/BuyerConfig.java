package gavel.config;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who buys, how its endpoint speaks, and its campaigns. Immutable.
 *
 * @param id             name of the buyer, and of its file.
 * @param name           for people.
 * @param zone           in which its schedules are read and its days begin.
 * @param currency       ISO 4217 code of its bids; campaigns are asked only for offers of the same currency.
 * @param on             whether it is asked at all.
 * @param connectionsMax connections per loop at most; a ping that finds none free is not sent.
 * @param idleNs         a kept-alive connection is closed when it was unused for this long.
 * @param callsMax       pings and posts that may be under way over all loops, or 0 for as many as have connections.
 * @param breaker        when it is asked less, because its calls fail.
 * @param adaptive       how its time to answer a ping follows what its late bids are worth; empty: it does not.
 * @param ping           how it is asked.
 * @param post           how it gets the lead.
 * @param status         how it is asked what became of a post; empty: a person asks.
 * @param credit         micro-units that it may owe us: what it paid in advance and that much more is sold to it; 0
 *                       where it pays in advance alone, empty: as much as its caps let it.
 * @param caps           over all its campaigns.
 * @param campaigns      its standing orders, in the file's order.
 */
public record BuyerConfig(String id, String name, ZoneId zone, String currency, boolean on, int connectionsMax,
                          long idleNs, int callsMax, Breaker breaker, Optional<AdaptiveTimeout> adaptive,
                          Endpoint ping, Endpoint post, Optional<StatusQuery> status, OptionalLong credit,
                          List<Cap> caps, List<Campaign> campaigns) {

    /** What stands for the milliseconds that are left to answer, in a URL's target and in a header's value. */
    public static final String TIMEOUT_MS = "{{timeout_ms}}";

    /** Our id of the lead, in the target of a status URL. */
    public static final String LEAD_ID = "{{lead_id}}";
    /** The publisher's own, likewise. */
    public static final String PUBLISHER_LEAD_ID = "{{publisher_lead_id}}";
    /** What the post had as its key, likewise. */
    public static final String POST_KEY = "{{post_key}}";
    /** What may stand in the target of a status URL. */
    public static final List<String> STATUS_VARIABLES = List.of(LEAD_ID, PUBLISHER_LEAD_ID, POST_KEY);

    /**
     * When a buyer is skipped by a share of leads.
     *
     * @param on             whether it ever is.
     * @param windowNs       the past that is looked at, for pings; for posts it is six times as long.
     * @param callsMin       so many pings may fail within a window and nothing follows from it.
     * @param postsMin       the same of posts.
     * @param failureRatePpm a higher rate of failures makes the share rise, a lower one makes it fall.
     * @param skipMaxPpm     the share never rises above that.
     */
    public record Breaker(boolean on, long windowNs, long callsMin, long postsMin, long failureRatePpm,
                          long skipMaxPpm) {
    }

    /**
     * How the time to answer a ping follows what late bids are worth, up to the buyer's timeout or the stage's.
     *
     * @param minNs   it is never shorter.
     * @param keepPpm part of what the buyer's bids add to the price of leads that must come within it.
     */
    public record AdaptiveTimeout(long minNs, long keepPpm) {
    }

    /** How a body is written, which decides how values are escaped in it and its content type. */
    public enum Format { JSON, FORM, XML }

    /**
     * One endpoint.
     *
     * @param url        where it listens.
     * @param method     POST or PUT; GET for a status.
     * @param headers    further request headers, secrets resolved, in the file's order; the one that says how long
     *                   the buyer has, and nothing else, is the first.
     * @param format     of request and answer.
     * @param body       what is sent.
     * @param timeoutNs  the buyer's own limit for this call, or 0 for the stage's.
     * @param idempotent post only: whether posting the same lead again under the same key is safe.
     * @param answer     how the answer is read.
     */
    public record Endpoint(Url url, String method, List<Header> headers, Format format, List<Part> body,
                           long timeoutNs, boolean idempotent, Answer answer) {
    }

    /**
     * How a buyer is asked what became of a post whose outcome is unknown.
     *
     * @param endpoint where; a GET, whose target may have the variables of {@link #STATUS_VARIABLES}.
     * @param afterNs  asked first so long after the outcome was given up, then after twice as long each time.
     */
    public record StatusQuery(Endpoint endpoint, long afterNs) {
    }

    /** An http or https URL in its parts; {@code target} is path and query, in which {@link #TIMEOUT_MS} may stand. */
    public record Url(boolean tls, String host, int port, String target) {
        @Override
        public String toString() {
            return (tls ? "https://" : "http://") + host + ":" + port + target;
        }
    }

    /** A request header; the value may be a secret, so it is one. {@link #TIMEOUT_MS} may stand in it. */
    public record Header(String name, Secret value) {
    }

    /** What a part of a body stands for. */
    public enum PartKind {
        /** Literal text. */
        TEXT,
        /** A field of the lead, in its normal form, escaped for the format; empty when the lead lacks it. */
        FIELD,
        /** Our id of the lead: {@code {{lead_id}}}. */
        LEAD_ID,
        /** The publisher's own id of the lead: {@code {{publisher_lead_id}}}. */
        PUBLISHER_LEAD_ID,
        /** {@code {{publisher}}}. */
        PUBLISHER,
        /** {@code {{offer}}}. */
        OFFER,
        /** {@code {{vertical}}}. */
        VERTICAL,
        /** {@code {{campaign}}}. */
        CAMPAIGN,
        /** Milliseconds that the buyer has to answer, from when this is sent: {@code {{timeout_ms}}}. */
        TIMEOUT_MS,
        /** Post only: the bid as a decimal, {@code {{price}}}. */
        PRICE,
        /** Post only: what the ping's answer gave as its reference, {@code {{ping_ref}}}. */
        PING_REF,
        /** Post only: unique per lead and attempt, the same when posted again: {@code {{post_key}}}. */
        POST_KEY
    }

    /**
     * A part of a body.
     *
     * @param kind what it stands for.
     * @param text the literal of a TEXT, the field's name of a FIELD, else empty.
     * @param bare JSON only: it stands outside quotes, so it is written as it is, and as {@code null} when the lead
     *             lacks the field; the loader lets only numbers and booleans stand there.
     */
    public record Part(PartKind kind, String text, boolean bare) {

        /** A part that is escaped for its format, and empty when the lead lacks the field. */
        public Part(final PartKind kind, final String text) {
            this(kind, text, false);
        }
    }

    /**
     * How an answer is read. Paths name members of nested objects, separated by dots; for XML, elements.
     *
     * @param price     ping: path of the bid; a missing, null or zero bid is no bid.
     * @param reference ping: path of what {@code {{ping_ref}}} repeats; post: path of the buyer's own id of the sale.
     * @param accept    post: the answer that means SOLD.
     * @param reject    post: the answer that means REJECTED; an answer that matches neither is UNKNOWN.
     * @param reason    path of the buyer's words for declining or rejecting.
     * @param redirectUrl post: path of the URL where the person is sent on.
     */
    public record Answer(Optional<String> price, Optional<String> reference, Optional<Match> accept,
                         Optional<Match> reject, Optional<String> reason, Optional<String> redirectUrl) {
    }

    /** A path and the values at it that match, compared without regard to case. */
    public record Match(String path, List<String> values) {
    }

    /**
     * A standing order.
     *
     * @param id           unique over all buyers.
     * @param vertical     id of the vertical that it buys.
     * @param on           whether it is asked.
     * @param filters      all of which a lead must pass.
     * @param schedule     when it is open; empty: always.
     * @param caps         in periods of the buyer's zone.
     * @param bidMaxMicros a higher bid is taken for a mistake and is not a bid.
     */
    public record Campaign(String id, String vertical, boolean on, List<Filter> filters, List<Opening> schedule,
                           List<Cap> caps, long bidMaxMicros) {
    }

    /** How a filter compares. */
    public enum FilterKind { IN, NOT_IN, RANGE, PREFIX }

    /**
     * A condition on one field. A lead that lacks the field passes NOT_IN only.
     *
     * @param field  name of the field.
     * @param kind   how it compares; {@code is} is IN with one value.
     * @param values IN, NOT_IN, PREFIX: in the field's normal form.
     * @param from   RANGE: least value, in the unit of the field's limits.
     * @param to     RANGE: greatest value.
     */
    public record Filter(String field, FilterKind kind, List<String> values, long from, long to) {
    }

    /**
     * A span of the week in the buyer's zone. {@code fromMinute} is counted from Monday 00:00, {@code toMinute} is
     * the first minute that is no longer in it, up to 7 * 24 * 60.
     */
    public record Opening(int fromMinute, int toMinute) {
    }
}
