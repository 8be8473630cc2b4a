package gavel.persist.hot;

import org.agrona.DirectBuffer;

/** Is shown the entries of a hot map, on the thread that walks through it. */
@FunctionalInterface
public interface HotVisitor {
    /**
     * One entry.
     *
     * @param id       from the key, as are kind and attempt.
     * @param isWhole  whether the record's own checksum is right and its identity is that of the key.
     */
    void onEntry(long id, int kindCode, int attempt, boolean isWhole, DirectBuffer buffer, int length);
}
