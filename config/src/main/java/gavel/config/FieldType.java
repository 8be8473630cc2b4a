package gavel.config;

/**
 * What a lead's field may hold. Each type has one normal form, in which it is compared, hashed and sent on.
 */
public enum FieldType {
    /** Text, trimmed; length limits in characters. */
    STRING(false),
    /** Whole number, 64 bit. */
    INTEGER(false),
    /** Decimal with at most six places, held in millionths. */
    DECIMAL(false),
    /** ISO 8601 calendar date. */
    DATE(false),
    /** true or false; in forms also 1/0, yes/no, on/off. */
    BOOLEAN(false),
    /** One of a list of words. */
    ENUM(false),
    /** Trimmed, lower case. */
    EMAIL(true),
    /** E.164; ten digits are read as North American. */
    PHONE(true),
    /** US ZIP (five digits; ZIP+4 is cut) or Canadian postal code. */
    ZIP(false),
    /** Two-letter US state, territory or Canadian province, upper case. */
    STATE(false),
    /** IPv4 or IPv6 address. */
    IP(true),
    /** http or https URL. */
    URL(false),
    /** The sentence that the person agreed to. */
    CONSENT(false),
    /** https URL of a consent certificate on one of the listed hosts. */
    CERTIFICATE(false);

    private final boolean personal;

    FieldType(final boolean personal) {
        this.personal = personal;
    }

    /** Whether this type by itself tells who somebody is: such a field can never be part of a ping. */
    public boolean isPersonal() {
        return personal;
    }
}
