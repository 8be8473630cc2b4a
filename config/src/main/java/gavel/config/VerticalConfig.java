package gavel.config;

import java.util.List;

/**
 * A kind of lead and its fields. Immutable.
 *
 * @param id         name of the vertical, and of its file.
 * @param fields     in the file's order; a field's place in this list is its index everywhere.
 * @param duplicates which fields tell that two leads are one person.
 * @param keepNs     how long the fields of its leads are kept where a key for them is configured; 0: until they are
 *                   erased.
 */
public record VerticalConfig(String id, List<Field> fields, Duplicates duplicates, long keepNs) {

    /** Index of a field, or -1. */
    public int fieldIndex(final String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * One field.
     *
     * @param name     as on the wire.
     * @param type     what it may hold.
     * @param required whether a lead without it is rejected.
     * @param ping     whether it may be part of a ping; personal types never may.
     * @param min      least value (INTEGER as it is, DECIMAL in millionths, DATE as epoch day, texts: characters).
     * @param max      greatest value, in the same unit.
     * @param values   words of an ENUM, hosts of a CERTIFICATE; else empty.
     */
    public record Field(String name, FieldType type, boolean required, boolean ping, long min, long max,
                        List<String> values) {
    }

    /**
     * Who counts as the same person.
     *
     * @param fields   names of PHONE and EMAIL fields; each by itself makes a duplicate. Empty: no check.
     * @param windowNs how long a sold lead blocks its like.
     */
    public record Duplicates(List<String> fields, long windowNs) {
    }
}
