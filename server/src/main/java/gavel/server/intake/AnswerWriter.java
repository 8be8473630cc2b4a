package gavel.server.intake;

import gavel.persist.record.Bodies.PostingBody;
import gavel.persist.record.Ids;
import gavel.server.http.Bytes;
import gavel.server.http.HttpStatus;
import gavel.server.lead.Candidate;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Money;
import gavel.server.lead.Problems;
import gavel.server.lead.Stage;
import gavel.server.lead.Text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the bodies of answers to publishers into an array of the caller's. One per loop; the path of an answered lead
 * allocates nothing.
 */
public final class AnswerWriter {
    /** No answer of a lead is longer. */
    public static final int ANSWER_MAX_BYTES = 16 * 1024;
    /** No refusal is longer, however many problems it lists. */
    public static final int PROBLEM_MAX_BYTES = 32 * 1024;

    /** What {@link #ofRecord} writes is shorter. */
    private static final int RECORDED_MAX_BYTES = 1024;

    private static final byte[] STATUS = Bytes.ascii("{\"status\":\"");
    private static final byte[] LEAD_ID = Bytes.ascii("\",\"lead_id\":\"");
    private static final byte[] PRICE = Bytes.ascii("\",\"price\":\"");
    private static final byte[] PAYOUT = Bytes.ascii("\",\"payout\":\"");
    private static final byte[] NO_PRICE = Bytes.ascii("\",\"price\":null,\"payout\":null");
    private static final byte[] CURRENCY = Bytes.ascii(",\"currency\":\"");
    private static final byte[] REDIRECT = Bytes.ascii("\",\"redirect_url\":");
    private static final byte[] REASON = Bytes.ascii(",\"reason\":");
    private static final byte[] CODE = Bytes.ascii("{\"code\":");
    private static final byte[] TEXT = Bytes.ascii(",\"text\":\"");
    private static final byte[] TIMING = Bytes.ascii(",\"timing_us\":{\"");
    private static final byte[] NO_TIMING = Bytes.ascii(",\"timing_us\":{}}");
    private static final byte[] NOT_WAITED_FOR = Bytes.ascii(",\"early_close\":{\"not_waited_for\":[\"");
    private static final byte[] NEXT_TEXT = Bytes.ascii("\",\"");
    private static final byte[] NOT_WAITED_COUNT = Bytes.ascii("\"],\"count\":");
    private static final byte[] NOT_WAITED_WHY =
            Bytes.ascii(",\"text\":\"the highest bids that they could have made would not have won\"}");
    /** Campaigns that an answer names, so that it stays within its limit. */
    private static final int NOT_WAITED_FOR_MAX = 16;
    private static final byte[] NULL = Bytes.ascii("null");
    private static final byte[] HEX = Bytes.ascii("0123456789abcdef");
    private static final byte[][] STAGES = new byte[Stage.COUNT][];
    private static final byte[][] SENTENCES = new byte[LeadReason.values().length][];

    static {
        for (final Stage stage : Stage.values()) {
            STAGES[stage.ordinal()] = Bytes.ascii(stage.label());
        }
        for (final LeadReason reason : LeadReason.values()) {
            SENTENCES[reason.ordinal()] = Bytes.ascii(reason.sentence());
        }
    }

    private byte[] target;
    private int end;

    /** The answer of a lead that was bought; returns its length. */
    public int sold(final Lead lead, final byte[] array) {
        begin(lead.id(), "sold", array);
        price(lead.winner().bidMicros(), lead.winner().payoutMicros());
        put(CURRENCY);
        put(lead.offer().currencyBytes());
        put(REDIRECT);
        if (lead.redirectUrl().length() == 0) {
            put(NULL);
        } else {
            target[end++] = '"';
            escaped(lead.redirectUrl().bytes(), lead.redirectUrl().length());
            target[end++] = '"';
        }
        put(REASON);
        put(NULL);
        earlyClose(lead);
        timing(lead);
        return end;
    }

    /** The answer of a lead that was not bought, or not yet; returns its length. */
    public int notSold(final Lead lead, final String status, final LeadReason reason, final byte[] array) {
        return notSold(lead, lead.id(), status, reason, array);
    }

    /** The same of a request that repeats another lead, whose id it is. */
    public int notSold(final Lead lead, final long leadId, final String status, final LeadReason reason,
                       final byte[] array) {
        begin(leadId, status, array);
        put(NO_PRICE);
        put(CURRENCY);
        put(lead.offer().currencyBytes());
        put(REDIRECT);
        put(NULL);
        put(REASON);
        reason(reason);
        earlyClose(lead);
        timing(lead);
        return end;
    }

    /**
     * The answer of a lead of which only its record is left: sold by that post, or not sold for a reason.
     *
     * @param status as publishers are told.
     * @param reason why it was not sold; null where it was.
     */
    public static byte[] ofRecord(final long leadId, final String status, final PostingBody posting,
                                  final LeadReason reason) {
        final byte[] array = new byte[RECORDED_MAX_BYTES];
        return Arrays.copyOf(array, new AnswerWriter().recorded(leadId, status, posting, reason, array));
    }

    private int recorded(final long leadId, final String status, final PostingBody posting, final LeadReason reason,
                         final byte[] array) {
        begin(leadId, status, array);
        if (reason == null) {
            price(posting.priceMicros(), posting.payoutMicros());
        } else {
            put(NO_PRICE);
        }
        put(CURRENCY);
        put(Bytes.ascii(posting.lead().currency()));
        put(REDIRECT);
        put(NULL);
        put(REASON);
        if (reason == null) {
            put(NULL);
        } else {
            reason(reason);
        }
        put(NO_TIMING);
        return end;
    }

    /**
     * A refusal (RFC 9457): code and sentence of the first problem, and all of them in a list; returns its length.
     *
     * @param status of the answer that carries it.
     * @param leadId ours, or 0 where there is none yet.
     * @param array  has room for PROBLEM_MAX_BYTES.
     */
    public int problem(final Problems problems, final HttpStatus status, final long leadId, final byte[] array) {
        target = array;
        end = 0;
        final LeadReason first = problems.reason(0);
        put(Bytes.ascii("{\"type\":\"about:blank\",\"title\":\"" + status.phrase() + "\",\"status\":"
                + status.code() + ",\"code\":" + first.code() + ",\"detail\":\""));
        final byte[] detail = problems.sentence(0).getBytes(StandardCharsets.UTF_8);
        escaped(detail, detail.length);
        target[end++] = '"';
        if (leadId != 0) {
            put(Bytes.ascii(",\"outcome\":\"rejected\",\"lead_id\":\"" + Ids.print(leadId) + "\""));
        }
        if (problems.name(0).length() > 0) {
            put(Bytes.ascii(",\"problems\":["));
            for (int i = 0; i < problems.listed(); i++) {
                listed(problems, i);
            }
            target[end++] = ']';
        }
        target[end++] = '}';
        return end;
    }

    private void listed(final Problems problems, final int index) {
        final Text name = problems.name(index);
        put(Bytes.ascii((index == 0 ? "" : ",") + "{\"field\":\""));
        escaped(name.bytes(), name.length());
        put(Bytes.ascii("\",\"code\":" + problems.reason(index).code() + ",\"text\":\""));
        final byte[] sentence = problems.sentence(index).getBytes(StandardCharsets.UTF_8);
        escaped(sentence, sentence.length);
        put(Bytes.ascii("\"}"));
    }

    private void begin(final long leadId, final String status, final byte[] array) {
        target = array;
        end = 0;
        put(STATUS);
        for (int i = 0; i < status.length(); i++) {
            target[end++] = (byte) status.charAt(i);
        }
        put(LEAD_ID);
        Ids.print(leadId, target, end);
        end += Ids.PRINTED_LENGTH;
    }

    private void price(final long priceMicros, final long payoutMicros) {
        put(PRICE);
        end = Money.print(target, end, priceMicros);
        put(PAYOUT);
        end = Money.print(target, end, payoutMicros);
        target[end++] = '"';
    }

    private void reason(final LeadReason reason) {
        put(CODE);
        end = Bytes.printLong(target, end, reason.code());
        put(TEXT);
        put(SENTENCES[reason.ordinal()]);
        target[end++] = '"';
        target[end++] = '}';
    }

    /** Which campaigns the post did not wait for, and why; nothing when it waited for all. */
    private void earlyClose(final Lead lead) {
        int count = 0;
        for (int i = 0; i < lead.candidateCount(); i++) {
            final Candidate candidate = lead.candidate(i);
            if (!candidate.isWaitedFor() && count++ < NOT_WAITED_FOR_MAX) {
                put(count == 1 ? NOT_WAITED_FOR : NEXT_TEXT);
                put(candidate.campaign().idBytes());
            }
        }
        if (count > 0) {
            put(NOT_WAITED_COUNT);
            end = Bytes.printLong(target, end, count);
            put(NOT_WAITED_WHY);
        }
    }

    private void timing(final Lead lead) {
        put(TIMING);
        for (int i = 0; i < Stage.COUNT; i++) {
            put(STAGES[i]);
            target[end++] = '"';
            target[end++] = ':';
            end = Bytes.printLong(target, end, Math.max(0, lead.stageNs(i) / 1000));
            target[end++] = ',';
            target[end++] = '"';
        }
        end -= 2;
        target[end++] = '}';
        target[end++] = '}';
    }

    private void put(final byte[] bytes) {
        end = Bytes.put(target, end, bytes);
    }

    private void escaped(final byte[] bytes, final int length) {
        for (int i = 0; i < length; i++) {
            final byte character = bytes[i];
            if (character == '"' || character == '\\') {
                target[end++] = '\\';
                target[end++] = character;
            } else if (character >= 0 && character < ' ') {
                put(new byte[] {'\\', 'u', '0', '0', HEX[character >> 4], HEX[character & 15]});
            } else {
                target[end++] = character;
            }
        }
    }
}
