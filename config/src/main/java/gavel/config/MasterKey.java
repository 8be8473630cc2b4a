package gavel.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A key under which the keys of leads are wrapped (AES-256). It prints as {@code ***}. Immutable; any thread. */
public final class MasterKey {
    /** Bytes of a key. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private MasterKey(final byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads keys: base64 of 32 bytes each, the newest first, with commas between.
     *
     * @throws IllegalArgumentException with a sentence that holds nothing of the text.
     */
    public static List<MasterKey> parse(final String text) {
        final List<MasterKey> keys = new ArrayList<>();
        for (final String part : text.strip().split("\\s*,\\s*", -1)) {
            final byte[] bytes = decoded(part, keys.size() + 1);
            if (bytes.length != BYTES) {
                throw new IllegalArgumentException("key " + (keys.size() + 1) + " has " + bytes.length
                        + " bytes, and not " + BYTES + "; make one with `openssl rand -base64 32`");
            }
            final MasterKey key = new MasterKey(bytes);
            if (keys.contains(key)) {
                throw new IllegalArgumentException("key " + (keys.size() + 1) + " stands there twice");
            }
            keys.add(key);
        }
        return List.copyOf(keys);
    }

    private static byte[] decoded(final String text, final int number) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException("key " + number + " is not base64 of 32 bytes; several keys have commas "
                    + "between; make one with `openssl rand -base64 32`");
        }
    }

    /** The key itself, as a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof MasterKey && Arrays.equals(bytes, ((MasterKey) other).bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}
