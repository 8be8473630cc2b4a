package gavel.server.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Finds the index of a name given as bytes, without making a String. Immutable; any thread. */
public final class NameTable {
    /** No such name. */
    public static final int ABSENT = -1;

    private final byte[][] names;
    private final int[] places;
    private final int mask;

    /** A table of distinct names; a name's index is its place in the list. */
    public NameTable(final List<String> list) {
        names = new byte[list.size()][];
        int size = 4;
        while (size < list.size() * 4) {
            size <<= 1;
        }
        places = new int[size];
        mask = size - 1;
        Arrays.fill(places, ABSENT);
        for (int i = 0; i < names.length; i++) {
            names[i] = list.get(i).getBytes(StandardCharsets.UTF_8);
            int place = hash(names[i], 0, names[i].length) & mask;
            while (places[place] != ABSENT) {
                place = place + 1 & mask;
            }
            places[place] = i;
        }
    }

    /** Index of the name, or ABSENT. */
    public int indexOf(final byte[] source, final int offset, final int length) {
        int place = hash(source, offset, length) & mask;
        while (places[place] != ABSENT) {
            final byte[] name = names[places[place]];
            if (Arrays.equals(name, 0, name.length, source, offset, offset + length)) {
                return places[place];
            }
            place = place + 1 & mask;
        }
        return ABSENT;
    }

    private static int hash(final byte[] source, final int offset, final int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + source[i];
        }
        return hash ^ hash >>> 15;
    }
}
