package gavel.server.system;

/** Bodies of leads. Stateless. */
public final class Leads {
    private static final long FIRST_PHONE = 2_025_550_000L;

    private Leads() {
    }

    /** A lead of the offer with a share, and of a person of its own. */
    public static String json(final int number) {
        return json(number, number, "");
    }

    /** The same, of another person, with further members such as {@code ,"deadline_ms":500}. */
    public static String json(final int number, final int person, final String members) {
        return of("quote", "A-" + number, person, members);
    }

    /** A lead of any offer. */
    static String of(final String offer, final String leadId, final int person, final String members) {
        return "{\"offer\":\"" + offer + "\",\"lead_id\":\"" + leadId + "\"" + members + ",\"fields\":{\"phone\":\""
                + phone(person) + "\",\"zip\":\"78701\",\"state\":\"TX\",\"note\":\"say \\\"hi\\\"\"}}";
    }

    static String form(final int number) {
        return "offer=quote&lead_id=A-" + number + "&phone=" + phone(number) + "&zip=78701&state=tx&note=say+%22hi%22";
    }

    static String phone(final int person) {
        return Long.toString(FIRST_PHONE + person);
    }
}
