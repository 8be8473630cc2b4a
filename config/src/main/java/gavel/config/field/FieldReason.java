package gavel.config.field;

/**
 * Why a value is not one of its field's type, with a sentence for the publisher that sent it. Immutable; any thread.
 *
 * <p>On the path a reason travels as a negative {@code int}, its {@link #status()}, so that one return value carries
 * either a length or a reason.
 */
public enum FieldReason {
    EMPTY("the value is empty"),
    TOO_SHORT("the text is shorter than the field allows"),
    TOO_LONG("the text is longer than the field allows"),
    NOT_A_NUMBER("the value is not a number; write plain digits such as 42 or 12.50"),
    OUT_OF_RANGE("the value is outside the range that the field allows"),
    NOT_A_DATE("the value is not a calendar date; write YYYY-MM-DD"),
    NOT_A_BOOLEAN("the value is neither true nor false"),
    NOT_IN_LIST("the value is not one of the field's words"),
    NOT_AN_EMAIL("the value is not an e-mail address such as ann@example.com"),
    NOT_A_PHONE("the value is not a phone number; write ten digits, or + with the country code"),
    NOT_A_ZIP("the value is not a US ZIP code or a Canadian postal code"),
    NOT_A_STATE("the value is not a two-letter US state or territory or Canadian province"),
    NOT_AN_IP("the value is not an IPv4 or IPv6 address"),
    NOT_A_URL("the value is not an http or https URL of at most 2048 characters"),
    NOT_A_CERTIFICATE("the value is not an https URL of a consent certificate on a host that the field lists"),
    CONTROL_CHARACTER("the text contains a control character"),
    NOT_UTF_8("the text is not valid UTF-8");

    private static final FieldReason[] ALL = values();

    private final String sentence;

    FieldReason(final String sentence) {
        this.sentence = sentence;
    }

    /** What is wrong, in words that a publisher understands; never repeats the value. */
    public String sentence() {
        return sentence;
    }

    /** The negative number that stands for this reason. */
    public int status() {
        return -1 - ordinal();
    }

    /** The reason of a negative result of {@link FieldCheck#normalise(byte[], int, int, byte[], int)}. */
    public static FieldReason of(final int status) {
        if (status >= 0 || status < -ALL.length) {
            throw new IllegalArgumentException("not the status of a reason: " + status);
        }
        return ALL[-1 - status];
    }
}
