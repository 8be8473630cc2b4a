package gavel.persist.record;

/** What a record says. Immutable; any thread. */
public enum RecordKind {
    /** A version of the configuration came into force. */
    CONFIG(1, 1, "a version of the configuration came into force"),
    /** A visit was redirected. */
    CLICK(2, 1, "a visit was recorded and redirected"),
    /** The full lead is about to leave for a buyer. */
    POSTING(3, 1, "the full lead is about to leave for a buyer"),
    /** An attempt ended without a sale. */
    POST_ENDED(4, 1, "an attempt to post ended without a sale"),
    /** A buyer accepted the lead. */
    SALE(5, 1, "a buyer accepted the lead"),
    /** A lead ended without a sale, or with an unknown one. */
    LEAD_ENDED(6, 1, "a lead ended without a sale that is known");

    private static final RecordKind[] BY_CODE = new RecordKind[7];

    static {
        for (final RecordKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final int code;
    private final int version;
    private final String sentence;

    RecordKind(final int code, final int version, final String sentence) {
        this.code = code;
        this.version = version;
        this.sentence = sentence;
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

    /** For people. */
    public String sentence() {
        return sentence;
    }
}
