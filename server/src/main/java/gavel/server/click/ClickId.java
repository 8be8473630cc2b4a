package gavel.server.click;

import gavel.config.Limits;
import gavel.config.Secret;
import gavel.server.lead.Text;

import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * Seals and opens click ids. One per loop. A click id says for itself what it stands for, and the seal, HMAC-SHA256
 * cut to 128 bits (RFC 2104, 5), says that we wrote it; so a sale can be credited even before its click has left the
 * hot map.
 *
 * <pre>
 *  0  u8  format, 1
 *  1  u8  key, 0
 *  2  i64 click id, big-endian
 * 10  u8  length of the publisher's id, and the id
 *     u8  length of the offer's id, and the id
 *     16 bytes of seal over all before it          all of it in base64url without padding
 * </pre>
 */
public final class ClickId {
    /** Characters of the longest click id. */
    public static final int PRINTED_MAX_BYTES = Limits.CLICK_ID_MAX_BYTES;
    private static final int FORMAT = 1;
    private static final int KEY = 0;
    private static final int ID_OFFSET = 2;
    private static final int TEXTS_OFFSET = 10;
    private static final int SEAL_BYTES = 16;
    private static final int RAW_MAX_BYTES = 162;
    private static final int HMAC_BYTES = 32;

    private final Mac mac;
    private final byte[] raw = new byte[RAW_MAX_BYTES + HMAC_BYTES];
    private final byte[] opened = new byte[RAW_MAX_BYTES];
    private final byte[] seal = new byte[HMAC_BYTES];
    private final byte[] source = new byte[PRINTED_MAX_BYTES];

    public ClickId(final Secret key) {
        try {
            this.mac = Mac.getInstance("HmacSHA256");
            this.mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    /** Writes a click's sealed id; returns its length. */
    public int seal(final long id, final byte[] publisher, final byte[] offer, final byte[] target) {
        raw[0] = FORMAT;
        raw[1] = KEY;
        ByteBuffer.wrap(raw).putLong(ID_OFFSET, id);
        int end = put(publisher, TEXTS_OFFSET);
        end = put(offer, end);
        mac(raw, end, raw, end);
        final byte[] exact = Arrays.copyOf(raw, end + SEAL_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encode(exact, target);
    }

    /**
     * Opens a sealed id.
     *
     * @param publisher receives who sent the click.
     * @param offer     receives what it was for.
     * @return our id of the click, or 0 when it is not one of ours.
     */
    public long open(final byte[] text, final int offset, final int length, final Text publisher, final Text offer) {
        if (length > PRINTED_MAX_BYTES) {
            return 0;
        }
        System.arraycopy(text, offset, source, 0, length);
        final int end = decode(length) - SEAL_BYTES;
        if (end <= TEXTS_OFFSET || opened[0] != FORMAT || opened[1] != KEY || !isCanonical(end + SEAL_BYTES, length)) {
            return 0;
        }
        mac(opened, end, seal, 0);
        final byte[] given = Arrays.copyOfRange(opened, end, end + SEAL_BYTES);
        if (!MessageDigest.isEqual(given, Arrays.copyOf(seal, SEAL_BYTES))) {
            return 0;
        }
        publisher.set(opened, TEXTS_OFFSET + 1, opened[TEXTS_OFFSET]);
        final int offerOffset = TEXTS_OFFSET + 1 + publisher.length();
        offer.set(opened, offerOffset + 1, opened[offerOffset]);
        return ByteBuffer.wrap(opened).getLong(ID_OFFSET);
    }

    private int decode(final int length) {
        try {
            return Base64.getUrlDecoder().decode(Arrays.copyOf(source, length), opened);
        } catch (final IllegalArgumentException e) {
            return 0;
        }
    }

    /** Base64 has several texts for some bytes; only the one that we write is ours. */
    private boolean isCanonical(final int rawLength, final int length) {
        final byte[] ours = Base64.getUrlEncoder().withoutPadding().encode(Arrays.copyOf(opened, rawLength));
        return Arrays.equals(ours, 0, ours.length, source, 0, length);
    }

    private int put(final byte[] text, final int offset) {
        raw[offset] = (byte) text.length;
        System.arraycopy(text, 0, raw, offset + 1, text.length);
        return offset + 1 + text.length;
    }

    private void mac(final byte[] bytes, final int length, final byte[] target, final int offset) {
        try {
            mac.update(bytes, 0, length);
            mac.doFinal(target, offset);
        } catch (final ShortBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
