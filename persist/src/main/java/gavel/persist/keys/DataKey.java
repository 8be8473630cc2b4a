package gavel.persist.keys;

import javax.crypto.Cipher;
import java.security.GeneralSecurityException;

/**
 * The key of one lead, ready to encrypt once. Confined to the thread that holds it; used again for another lead with
 * another key, because making a cipher costs more than all else that is done with it.
 */
public final class DataKey {
    /** Bytes by which what is encrypted is longer. */
    public static final int TAG_BYTES = 16;

    private final Cipher cipher;
    private int id;

    DataKey(final Cipher cipher) {
        this.cipher = cipher;
    }

    Cipher cipher() {
        return cipher;
    }

    void id(final int newId) {
        id = newId;
    }

    /** Its number, which stands in the records that need it; from 1. */
    public int id() {
        return id;
    }

    /**
     * Encrypts, once.
     *
     * @param target has room for {@code length} and {@link #TAG_BYTES}.
     * @return bytes in the target.
     */
    public int encrypt(final byte[] source, final int length, final byte[] target) {
        try {
            return cipher.doFinal(source, 0, length, target, 0);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("a key encrypts once", e);
        }
    }
}
