package gavel.server.intake;

import gavel.config.field.FieldReason;
import gavel.server.catalog.NameTable;
import gavel.server.catalog.Vertical;
import gavel.server.http.FormScanner;
import gavel.server.json.JsonScanner;
import gavel.server.lead.Lead;
import gavel.server.lead.LeadReason;
import gavel.server.lead.Problems;

/**
 * Reads the body of a lead's request, JSON or form, into a lead. One per loop. Goes over a JSON body twice, because
 * the fields can only be read once the offer is known, and a sender may write them in any order.
 */
public final class LeadParser {
    private static final String NOT_A_VALUE = "a field is a text, a number, true, false or null";
    private static final int NO_FIELDS = -1;

    private final JsonScanner json = new JsonScanner();
    private final FormScanner form = new FormScanner();
    private final ClickIds clickIds;
    private final LeadRequest request;
    private final byte[] unescaped;
    private long fieldsSeen;
    private long fieldsNull;
    private boolean formBody;
    private int fieldsAt;
    private int bodyEnd;

    /** A parser of bodies of at most {@code bodyMaxBytes}. */
    public LeadParser(final int bodyMaxBytes, final ClickIds clickIds) {
        this.unescaped = new byte[bodyMaxBytes];
        this.clickIds = clickIds;
        this.request = new LeadRequest();
    }

    /** How long after its first byte the last request wanted its answer, or 0 when it did not say. */
    public long deadlineNs() {
        return request.deadlineNs();
    }

    /**
     * Reads the members of a request. What is wrong is added to the problems; a value that is wrong is not taken.
     *
     * @return whether the body is well-formed, so that its fields can be read.
     */
    public boolean members(final Lead lead, final boolean isForm, final byte[] body, final int offset,
                           final int length, final Problems problems) {
        request.begin();
        formBody = isForm;
        fieldsAt = NO_FIELDS;
        bodyEnd = offset + length;
        final boolean wellFormed = isForm ? formMembers(lead, body, offset, length, problems)
                : jsonMembers(lead, body, offset, length, problems);
        if (wellFormed) {
            request.checkPresent(problems);
        }
        return wellFormed;
    }

    /** Reads the fields of the same request, each checked and brought into its normal form. */
    public void fields(final Lead lead, final byte[] body, final Problems problems) {
        if (lead.offer() == null) {
            return;
        }
        clickIds.open(lead);
        fieldsSeen = 0;
        fieldsNull = 0;
        if (formBody) {
            formFields(lead, problems);
        } else if (fieldsAt == NO_FIELDS) {
            problems.add(LeadReason.MISSING_MEMBER, "fields", "fields, an object with the lead's fields, is missing");
        } else {
            json.wrap(body, fieldsAt, bodyEnd - fieldsAt);
            jsonFields(lead, body, problems);
        }
    }

    private boolean jsonMembers(final Lead lead, final byte[] body, final int offset, final int length,
                                final Problems problems) {
        json.wrap(body, offset, length);
        if (json.next() != JsonScanner.OBJECT) {
            return malformed(offset, problems);
        }
        int token = json.next();
        while (token == JsonScanner.NAME) {
            final int member = LeadRequest.indexOf(body, json.start(), json.length());
            if (member == LeadRequest.FIELDS && fieldsAt == NO_FIELDS) {
                fieldsAt = json.position();
            }
            member(lead, member, body, problems);
            token = json.next();
        }
        return token == JsonScanner.OBJECT_END && json.next() == JsonScanner.END || malformed(offset, problems);
    }

    /** A form's names are those of the members and of the fields, side by side. */
    private boolean formMembers(final Lead lead, final byte[] body, final int offset, final int length,
                                final Problems problems) {
        form.wrap(body, offset, length, unescaped);
        while (form.next()) {
            final int member = LeadRequest.indexOf(unescaped, form.nameOffset(), form.nameLength());
            if (member == LeadRequest.FIELDS) {
                problems.add(LeadReason.UNKNOWN_MEMBER, "fields", "a form has the lead's fields beside its members");
            } else if (member != LeadRequest.UNKNOWN
                    && seen(member, unescaped, form.nameOffset(), form.nameLength(), problems)) {
                request.accept(lead, member, unescaped, form.valueOffset(), form.valueLength(), problems);
            }
        }
        if (form.isMalformed()) {
            problems.clear();
            problems.add(LeadReason.MALFORMED_FORM);
        }
        return !form.isMalformed();
    }

    private void member(final Lead lead, final int member, final byte[] body, final Problems problems) {
        final int nameAt = json.start();
        final int nameLength = json.length();
        if (member == LeadRequest.UNKNOWN) {
            problems.add(LeadReason.UNKNOWN_MEMBER, body, nameAt, nameLength, LeadReason.UNKNOWN_MEMBER.sentence());
            json.skip();
            return;
        }
        if (!seen(member, body, nameAt, nameLength, problems) || member == LeadRequest.FIELDS) {
            json.skip();
            return;
        }
        final int token = json.next();
        if (token == JsonScanner.NULL) {
            request.seeNull(member);
            return;
        }
        final boolean isNumber = token == JsonScanner.NUMBER
                && (member == LeadRequest.DEADLINE_MS || member == LeadRequest.FLOOR);
        if (token == JsonScanner.STRING && member != LeadRequest.DEADLINE_MS || isNumber) {
            accept(lead, member, body, nameAt, nameLength, problems);
            return;
        }
        problems.add(LeadReason.WRONG_MEMBER, body, nameAt, nameLength, "this member is a "
                + (member == LeadRequest.DEADLINE_MS ? "number" : "text"));
        goPast(token);
    }

    private void accept(final Lead lead, final int member, final byte[] body, final int nameAt, final int nameLength,
                        final Problems problems) {
        if (!json.isEscaped()) {
            request.accept(lead, member, body, json.start(), json.length(), problems);
            return;
        }
        final int length = json.unescape(unescaped, 0);
        if (length == JsonScanner.BROKEN_TEXT) {
            problems.add(LeadReason.WRONG_MEMBER, body, nameAt, nameLength, FieldReason.NOT_UTF_8.sentence());
        } else {
            request.accept(lead, member, unescaped, 0, length, problems);
        }
    }

    private boolean seen(final int member, final byte[] source, final int nameAt, final int nameLength,
                         final Problems problems) {
        if (request.see(member)) {
            return true;
        }
        problems.add(LeadReason.REPEATED_MEMBER, source, nameAt, nameLength, LeadReason.REPEATED_MEMBER.sentence());
        return false;
    }

    private void jsonFields(final Lead lead, final byte[] body, final Problems problems) {
        if (json.next() != JsonScanner.OBJECT) {
            LeadRequest.wrong("fields", "fields is an object", problems);
            return;
        }
        while (json.next() == JsonScanner.NAME) {
            final int nameAt = json.start();
            final int nameLength = json.length();
            final int field = field(lead.offer().vertical(), body, nameAt, nameLength, problems);
            final int token = json.next();
            if (field == NameTable.ABSENT) {
                goPast(token);
            } else if (token == JsonScanner.NULL) {
                fieldsNull |= 1L << field;
            } else if (token >= JsonScanner.STRING && token <= JsonScanner.FALSE) {
                jsonField(lead, field, body, problems);
            } else {
                problems.add(LeadReason.WRONG_FIELD, body, nameAt, nameLength, NOT_A_VALUE);
                goPast(token);
            }
        }
        missing(lead, problems);
    }

    private void jsonField(final Lead lead, final int field, final byte[] body, final Problems problems) {
        if (!json.isEscaped()) {
            take(lead, field, body, json.start(), json.length(), problems);
            return;
        }
        final int length = json.unescape(unescaped, 0);
        if (length == JsonScanner.BROKEN_TEXT) {
            problems.add(LeadReason.WRONG_FIELD, lead.offer().vertical().field(field).name(),
                    FieldReason.NOT_UTF_8.sentence());
        } else {
            take(lead, field, unescaped, 0, length, problems);
        }
    }

    private void formFields(final Lead lead, final Problems problems) {
        form.again();
        while (form.next()) {
            if (LeadRequest.indexOf(unescaped, form.nameOffset(), form.nameLength()) == LeadRequest.UNKNOWN) {
                final int field = field(lead.offer().vertical(), unescaped, form.nameOffset(), form.nameLength(),
                        problems);
                if (field != NameTable.ABSENT && form.valueLength() == 0) {
                    fieldsNull |= 1L << field;
                } else if (field != NameTable.ABSENT) {
                    take(lead, field, unescaped, form.valueOffset(), form.valueLength(), problems);
                }
            }
        }
        missing(lead, problems);
    }

    private int field(final Vertical vertical, final byte[] source, final int nameAt, final int nameLength,
                      final Problems problems) {
        final int field = vertical.fieldIndex(source, nameAt, nameLength);
        if (field == NameTable.ABSENT) {
            problems.add(LeadReason.UNKNOWN_FIELD, source, nameAt, nameLength, LeadReason.UNKNOWN_FIELD.sentence());
            return NameTable.ABSENT;
        }
        if ((fieldsSeen & 1L << field) != 0) {
            problems.add(LeadReason.REPEATED_FIELD, source, nameAt, nameLength, LeadReason.REPEATED_FIELD.sentence());
            return NameTable.ABSENT;
        }
        fieldsSeen |= 1L << field;
        return field;
    }

    private static void take(final Lead lead, final int field, final byte[] source, final int offset,
                             final int length, final Problems problems) {
        final Vertical vertical = lead.offer().vertical();
        final int result = lead.values().put(field, vertical.check(field), source, offset, length);
        if (result < 0 && (result != FieldReason.EMPTY.status() || vertical.field(field).required())) {
            problems.add(LeadReason.WRONG_FIELD, vertical.field(field).name(), FieldReason.of(result).sentence());
        }
    }

    private void missing(final Lead lead, final Problems problems) {
        final Vertical vertical = lead.offer().vertical();
        for (int i = 0; i < vertical.fieldCount(); i++) {
            if (vertical.field(i).required() && !lead.values().has(i) && (fieldsSeen & ~fieldsNull & 1L << i) == 0) {
                problems.add(LeadReason.MISSING_FIELD, vertical.field(i).name(), LeadReason.MISSING_FIELD.sentence());
            }
        }
    }

    private void goPast(final int token) {
        if (token == JsonScanner.OBJECT || token == JsonScanner.ARRAY) {
            json.leave();
        }
    }

    private boolean malformed(final int offset, final Problems problems) {
        problems.clear();
        problems.add(LeadReason.MALFORMED_JSON, "", LeadReason.MALFORMED_JSON.sentence() + "; look at byte "
                + (json.position() - offset));
        return false;
    }
}
