package gavel.config.field;

import java.util.Optional;

/**
 * Outcome of reading one value as text. Immutable; any thread.
 *
 * @param text   normal form, or empty when there is a reason.
 * @param number value of an INTEGER, DECIMAL (millionths), DATE (epoch day) or BOOLEAN (0, 1), index of an ENUM's
 *               word; else 0.
 * @param reason why it is not a value of the field.
 */
public record FieldValue(String text, long number, Optional<FieldReason> reason) {
}
