package gavel.server.catalog;

/**
 * The fields of a lead as they may stand on disk: encrypted, with the number of the key. Belongs to its lead; confined
 * to its loop. The array is kept from lead to lead.
 */
public final class SealedFields {
    private byte[] bytes = new byte[1024];
    private int length;
    private int keyId;
    private boolean promised;

    /** Forgets all. What is encrypted needs no overwriting. */
    public void clear() {
        length = 0;
        keyId = 0;
        promised = false;
    }

    /** Whether a key is kept for it. */
    public boolean isPromised() {
        return promised;
    }

    public void promised(final boolean newPromised) {
        promised = newPromised;
    }

    /** Where to encrypt so many bytes to. */
    public byte[] room(final int roomBytes) {
        if (bytes.length < roomBytes) {
            bytes = new byte[roomBytes];
        }
        return bytes;
    }

    /** Notes what was encrypted into {@link #room}. */
    public void sealed(final int newKeyId, final int newLength) {
        keyId = newKeyId;
        length = newLength;
    }

    /** From index 0. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Number of the key; 0 when nothing was encrypted. */
    public int keyId() {
        return keyId;
    }
}
