package gavel.server.lead;

import java.nio.charset.StandardCharsets;

/**
 * Everything that is wrong with one request, so that its sender can mend it in one go. One per loop, used for one
 * request at a time. Holds names and sentences, never values: they may be a person's.
 */
public final class Problems {
    /** More are counted, not listed. */
    public static final int LISTED_MAX = 64;
    private static final int NAME_MAX_BYTES = 64;

    private final LeadReason[] reasons = new LeadReason[LISTED_MAX];
    private final String[] sentences = new String[LISTED_MAX];
    private final Text[] names = new Text[LISTED_MAX];
    private int count;

    public Problems() {
        for (int i = 0; i < LISTED_MAX; i++) {
            names[i] = new Text(NAME_MAX_BYTES);
        }
    }

    /** Starts anew. */
    public void clear() {
        count = 0;
    }

    /** Notes a problem with a member or field whose name stands in the request. */
    public void add(final LeadReason reason, final byte[] source, final int offset, final int length,
                    final String sentence) {
        if (count < LISTED_MAX) {
            reasons[count] = reason;
            sentences[count] = sentence;
            name(names[count], source, offset, Math.min(length, NAME_MAX_BYTES));
        }
        count++;
    }

    /** Notes a problem with a member or field of a known name; the name may be empty. */
    public void add(final LeadReason reason, final String name, final String sentence) {
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        add(reason, bytes, 0, bytes.length, sentence);
    }

    /** Notes a problem that its reason says all about. */
    public void add(final LeadReason reason) {
        add(reason, "", reason.sentence());
    }

    /** A name that was sent may be anything: what is not visible ASCII is shown as a question mark. */
    private static void name(final Text name, final byte[] source, final int offset, final int length) {
        for (int i = 0; i < length; i++) {
            final byte character = source[offset + i];
            name.bytes()[i] = character < ' ' || character == 127 ? (byte) '?' : character;
        }
        name.length(length);
    }

    /** Number of problems. */
    public int count() {
        return count;
    }

    /** Number of problems that can be looked at. */
    public int listed() {
        return Math.min(count, LISTED_MAX);
    }

    /** Reason of one. */
    public LeadReason reason(final int index) {
        return reasons[index];
    }

    /** Name of the member or field at fault. */
    public Text name(final int index) {
        return names[index];
    }

    /** What is wrong with it. */
    public String sentence(final int index) {
        return sentences[index];
    }
}
