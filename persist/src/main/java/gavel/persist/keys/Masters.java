package gavel.persist.keys;

import gavel.config.MasterKey;

import javax.crypto.spec.SecretKeySpec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** The master keys that are known, by what slots say of the one they are wrapped by. Immutable; any thread. */
final class Masters {
    private static final int MARK_BYTES = 3;

    private final List<Master> all;

    /**
     * @param mark first bytes of the key's SHA-256, by which a slot names it; says nothing about the key.
     */
    record Master(int mark, SecretKeySpec key) {
        /** As people see it. */
        String shownMark() {
            return Masters.shown(mark);
        }
    }

    /**
     * @param keys the first is for new slots.
     */
    Masters(final List<MasterKey> keys) {
        final List<Master> masters = new ArrayList<>();
        for (final MasterKey key : keys) {
            masters.add(new Master(mark(key), new SecretKeySpec(key.bytes(), "AES")));
        }
        this.all = List.copyOf(masters);
    }

    private Masters(final List<Master> masters, final List<Master> older) {
        final List<Master> both = new ArrayList<>(masters);
        for (final Master master : older) {
            if (both.stream().noneMatch(other -> other.mark == master.mark)) {
                both.add(master);
            }
        }
        this.all = List.copyOf(both);
    }

    /** These, and the older ones that are not among them. */
    Masters with(final Masters older) {
        return new Masters(all, older.all);
    }

    Master current() {
        return all.get(0);
    }

    /** That of a slot, or null. */
    Master of(final int mark) {
        for (final Master master : all) {
            if (master.mark == mark) {
                return master;
            }
        }
        return null;
    }

    static String shown(final int mark) {
        return String.format("%06x", mark);
    }

    private static int mark(final MasterKey key) {
        try {
            final byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.bytes());
            int mark = 0;
            for (int i = 0; i < MARK_BYTES; i++) {
                mark = mark << Byte.SIZE | hash[i] & 0xff;
            }
            return mark;
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
