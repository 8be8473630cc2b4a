package gavel.config;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A value that must not be seen: it prints as {@code ***}. Immutable; any thread. */
public final class Secret {
    private final byte[] bytes;

    public Secret(final String value) {
        this.bytes = value.getBytes(StandardCharsets.UTF_8);
    }

    /** The value itself, as a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The value itself. */
    public String value() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Secret && Arrays.equals(bytes, ((Secret) other).bytes);
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
