package gavel.persist.ledger;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of everything so far: each link is the hash of the link before it and of what is added, so that one that is
 * known vouches for all that came before it. Confined to one thread.
 */
final class HashChain {
    private static final int LENGTH = 32;
    private static final HexFormat HEX = HexFormat.of();
    /** The link before the first: 64 zeros. */
    static final String START = HEX.formatHex(new byte[LENGTH]);

    private final MessageDigest sha256 = sha256();
    private final byte[] link = new byte[LENGTH];

    /** Goes on after a link, which {@link #link()} has given. */
    HashChain(final String link) {
        setLink(link);
    }

    /** Whether a text is what {@link #link()} gives. */
    static boolean isLink(final String text) {
        return text != null && text.matches("[0-9a-f]{" + 2 * LENGTH + "}");
    }

    /** Goes on after another link. What is not one, which only a damaged ledger has, is like no link that there is. */
    void setLink(final String text) {
        final byte[] bytes = isLink(text) ? HEX.parseHex(text) : new byte[LENGTH];
        System.arraycopy(bytes, 0, link, 0, LENGTH);
    }

    /** Begins the next link. */
    void begin() {
        sha256.update(link);
    }

    /** Adds bytes to it. */
    void add(final byte[] bytes, final int length) {
        sha256.update(bytes, 0, length);
    }

    /** Ends the link that was begun. */
    void end() {
        try {
            sha256.digest(link, 0, LENGTH);
        } catch (final DigestException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last link, in 64 hexadecimal digits. */
    String link() {
        return HEX.formatHex(link);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
