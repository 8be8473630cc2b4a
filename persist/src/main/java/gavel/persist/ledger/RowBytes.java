package gavel.persist.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The rows of one record as bytes that are hashed: table by table, in the order of {@link LedgerTable}, and in each as
 * they came. Confined to one thread. A row is the table's name, then its values:
 *
 * <pre>
 *   number or time   1, i64 big-endian
 *   text             2, i32 big-endian length, UTF-8
 *   nothing          3
 * </pre>
 *
 * A seal is no part of what is sealed, and leaves no bytes.
 */
final class RowBytes implements RowSink {
    private static final int NUMBER = 1;
    private static final int TEXT = 2;
    private static final int NOTHING = 3;
    private static final int FIRST_BYTES = 512;

    private final Part[] parts = new Part[LedgerTable.values().length];
    private Part part;

    RowBytes() {
        for (final LedgerTable table : LedgerTable.values()) {
            parts[table.ordinal()] = new Part(table.tableName());
        }
    }

    @Override
    public RowSink begin(final LedgerTable table, final long journalSequence) {
        part = parts[table.ordinal()];
        part.text(part.tableName);
        return number(journalSequence);
    }

    @Override
    public RowSink number(final long value) {
        part.tag(NUMBER);
        part.big(value, Long.BYTES);
        return this;
    }

    @Override
    public RowSink text(final String value) {
        part.text(value);
        return this;
    }

    @Override
    public RowSink nothing() {
        part.tag(NOTHING);
        return this;
    }

    @Override
    public void end() {
        part = null;
    }

    /** Makes them the next link, and forgets them. */
    void endRecord(final HashChain chain) {
        chain.begin();
        for (final LedgerTable table : LedgerTable.values()) {
            final Part each = parts[table.ordinal()];
            if (each.length > 0 && table != LedgerTable.SEAL) {
                chain.add(each.bytes, each.length);
            }
            each.length = 0;
        }
        chain.end();
    }

    /** What the rows of one table have come to. */
    private static final class Part {
        private final String tableName;
        private byte[] bytes = new byte[FIRST_BYTES];
        private int length;

        Part(final String tableName) {
            this.tableName = tableName;
        }

        void tag(final int tag) {
            need(1 + Long.BYTES);
            bytes[length++] = (byte) tag;
        }

        void big(final long value, final int count) {
            for (int shift = (count - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
                bytes[length++] = (byte) (value >>> shift);
            }
        }

        void text(final String value) {
            tag(TEXT);
            final int chars = value.length();
            final int start = length;
            need(Integer.BYTES + chars);
            big(chars, Integer.BYTES);
            for (int i = 0; i < chars; i++) {
                final char c = value.charAt(i);
                if (c >= 0x80) {
                    length = start;
                    encoded(value.getBytes(StandardCharsets.UTF_8));
                    return;
                }
                bytes[length++] = (byte) c;
            }
        }

        private void encoded(final byte[] utf8) {
            need(Integer.BYTES + utf8.length);
            big(utf8.length, Integer.BYTES);
            System.arraycopy(utf8, 0, bytes, length, utf8.length);
            length += utf8.length;
        }

        private void need(final int more) {
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
            }
        }
    }
}
