package gavel.persist.keys;

/** Why a key was overwritten. Immutable; any thread. */
public enum Shredded {
    /** Somebody asked for it. */
    ASKED(1),
    /** The fields were kept as long as their vertical says. */
    AGE(2);

    private final int code;

    Shredded(final int code) {
        this.code = code;
    }

    /** As it stands in the slot. */
    int code() {
        return code;
    }
}
