package gavel.server.catalog;

import gavel.config.VerticalConfig;
import gavel.config.field.FieldCheck;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** A vertical, compiled. Immutable; any thread. */
public final class Vertical {
    private final VerticalConfig config;
    private final NameTable names;
    private final FieldCheck[] checks;
    private final int[] duplicateFields;
    private final byte[][] nameBytes;

    public Vertical(final VerticalConfig config) {
        this.config = config;
        this.names = new NameTable(config.fields().stream().map(VerticalConfig.Field::name)
                .collect(Collectors.toList()));
        this.checks = config.fields().stream().map(FieldCheck::of).toArray(FieldCheck[]::new);
        this.nameBytes = config.fields().stream().map(field -> field.name().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.duplicateFields = config.duplicates().fields().stream().mapToInt(config::fieldIndex).toArray();
    }

    /** As configured. */
    public VerticalConfig config() {
        return config;
    }

    /** Number of fields. */
    public int fieldCount() {
        return checks.length;
    }

    /** Index of a field, or NameTable.ABSENT. */
    public int fieldIndex(final byte[] source, final int offset, final int length) {
        return names.indexOf(source, offset, length);
    }

    /** The field as configured. */
    public VerticalConfig.Field field(final int index) {
        return config.fields().get(index);
    }

    /** The field's name; not to be changed. */
    public byte[] nameBytes(final int index) {
        return nameBytes[index];
    }

    /** What reads the field. */
    public FieldCheck check(final int index) {
        return checks[index];
    }

    /** Indexes of the fields by which a person is known again. */
    public int[] duplicateFields() {
        return duplicateFields;
    }
}
