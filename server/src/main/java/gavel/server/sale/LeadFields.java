package gavel.server.sale;

import gavel.server.catalog.FieldValues;
import gavel.server.catalog.Vertical;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a lead as bytes, which are encrypted as one: {@code version u8 | fields u8, N x (name text | value i32
 * and bytes)}, big-endian. With their names, because a vertical's fields change. Stateless; any thread.
 */
public final class LeadFields {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 2;
    private static final int FRAME_BYTES = 5;

    private LeadFields() {
    }

    /** Bytes that {@link #write} needs. */
    static int bytes(final FieldValues values, final Vertical vertical) {
        int bytes = HEAD_BYTES;
        for (int i = 0; i < vertical.fieldCount(); i++) {
            if (values.has(i)) {
                bytes += FRAME_BYTES + vertical.nameBytes(i).length + values.length(i);
            }
        }
        return bytes;
    }

    static void write(final FieldValues values, final Vertical vertical, final byte[] target) {
        int end = HEAD_BYTES;
        int count = 0;
        for (int i = 0; i < vertical.fieldCount(); i++) {
            if (values.has(i)) {
                count++;
                final byte[] name = vertical.nameBytes(i);
                target[end++] = (byte) name.length;
                System.arraycopy(name, 0, target, end, name.length);
                end += name.length;
                final int length = values.length(i);
                target[end++] = (byte) (length >> 24);
                target[end++] = (byte) (length >> 16);
                target[end++] = (byte) (length >> 8);
                target[end++] = (byte) length;
                System.arraycopy(values.text(), values.offset(i), target, end, length);
                end += length;
            }
        }
        target[0] = VERSION;
        target[1] = (byte) count;
    }

    /**
     * Reads them back, in the order in which they were written.
     *
     * @throws IllegalArgumentException a newer Gavel wrote them.
     */
    public static Map<String, String> read(final byte[] bytes) {
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        final byte version = in.get();
        if (version > VERSION) {
            throw new IllegalArgumentException("the fields are of version " + version + ", which a newer Gavel wrote");
        }
        final Map<String, String> fields = new LinkedHashMap<>();
        for (int count = in.get() & 0xff; count > 0; count--) {
            final String name = text(in, in.get() & 0xff);
            fields.put(name, text(in, in.getInt()));
        }
        return fields;
    }

    private static String text(final ByteBuffer in, final int length) {
        final byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
