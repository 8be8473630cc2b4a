package gavel.persist.hot;

/**
 * Identity of a record: the key of a hot map. Mutable and reused; confined to the thread of its map.
 *
 * <pre>
 *   0  i64  id
 *   8  u16  kind
 *  10  u8   attempt
 *  11  zeros, to 16
 * </pre>
 */
final class HotKey {
    static final int LENGTH = 16;
    private static final int ATTEMPT_SHIFT = 16;

    private long id;
    private long kindAndAttempt;

    HotKey set(final long newId, final int kindCode, final int attempt) {
        id = newId;
        kindAndAttempt = kindCode | (long) attempt << ATTEMPT_SHIFT;
        return this;
    }

    HotKey set(final long newId, final long newKindAndAttempt) {
        id = newId;
        kindAndAttempt = newKindAndAttempt;
        return this;
    }

    long id() {
        return id;
    }

    long kindAndAttempt() {
        return kindAndAttempt;
    }

    int kindCode() {
        return (int) kindAndAttempt & 0xffff;
    }

    int attempt() {
        return (int) (kindAndAttempt >>> ATTEMPT_SHIFT) & 0xff;
    }

    /** As it stands in the reports of recovery, where {@link DamageListener} reads it. */
    @Override
    public String toString() {
        return "HotKey{" + id + "," + kindCode() + "," + attempt() + "}";
    }
}
