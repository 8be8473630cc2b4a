package gavel.server.catalog;

import gavel.config.BuyerConfig.Filter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** One condition of a campaign on one field, looked at by itself: what the index is held against. Immutable. */
final class NaiveFilter {
    private final int field;
    private final Filter filter;
    private final NameTable words;
    private final byte[][] prefixes;

    /** Compiles a checked filter of a campaign that buys the vertical. */
    NaiveFilter(final Filter filter, final Vertical vertical) {
        this.field = vertical.config().fieldIndex(filter.field());
        this.filter = filter;
        this.words = new NameTable(filter.values());
        this.prefixes = bytes(filter.values());
    }

    /** Whether the lead passes. */
    boolean passes(final FieldValues values) {
        final boolean present = values.has(field);
        switch (filter.kind()) {
            case IN:
                return present && isListed(values);
            case NOT_IN:
                return !present || !isListed(values);
            case RANGE:
                return present && values.number(field) >= filter.from() && values.number(field) <= filter.to();
            case PREFIX:
                return present && hasPrefix(values);
            default:
                throw new AssertionError(filter.kind());
        }
    }

    private boolean isListed(final FieldValues values) {
        return words.indexOf(values.text(), values.offset(field), values.length(field)) != NameTable.ABSENT;
    }

    private boolean hasPrefix(final FieldValues values) {
        final int from = values.offset(field);
        for (final byte[] prefix : prefixes) {
            if (prefix.length <= values.length(field)
                    && Arrays.equals(prefix, 0, prefix.length, values.text(), from, from + prefix.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[][] bytes(final List<String> texts) {
        final byte[][] bytes = new byte[texts.size()][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = texts.get(i).getBytes(StandardCharsets.UTF_8);
        }
        return bytes;
    }
}
