package gavel.persist.record;

import java.util.Arrays;

/** What a record says. Immutable; any thread. */
public enum RecordKind {
    /** A version of the configuration came into force. */
    CONFIG(1, 1),
    /** A visit was redirected. */
    CLICK(2, 1),
    /** The full lead is about to leave for a buyer. */
    POSTING(3, 2),
    /** An attempt ended without a sale. */
    POST_ENDED(4, 1),
    /** A buyer accepted the lead. */
    SALE(5, 2),
    /** A lead ended without a sale, or with an unknown one. */
    LEAD_ENDED(6, 1),
    /** A post that had ended unknown was no sale, as was found later; one that was a sale gets its SALE then. */
    NO_SALE(7, 1),
    /** A buyer paid in, or got back what it had. */
    TOP_UP(8, 1);

    private static final RecordKind[] BY_CODE =
            new RecordKind[1 + Arrays.stream(values()).mapToInt(RecordKind::code).max().orElse(0)];

    static {
        for (final RecordKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final int code;
    private final int version;

    RecordKind(final int code, final int version) {
        this.code = code;
        this.version = version;
    }

    /** The kind of a code, or null when this build knows none. */
    public static RecordKind ofCode(final int code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** As it stands in the header. */
    public int code() {
        return code;
    }

    /** Newest layout version of this kind's body; older ones are read, newer ones refused. */
    public int version() {
        return version;
    }
}
