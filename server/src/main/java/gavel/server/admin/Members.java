package gavel.server.admin;

import gavel.persist.record.RecordEncoder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The members of what was posted to the operators' port: texts with known names that fit into a record. One thread. */
final class Members {
    private final Map<String, Object> members;

    /**
     * @throws AdminException there is another member.
     */
    Members(final Map<String, Object> members, final List<String> names) {
        for (final String name : members.keySet()) {
            if (!names.contains(name)) {
                throw bad("no member " + name + " here; there are " + String.join(", ", names));
            }
        }
        this.members = members;
    }

    /** The text of a member; empty without one. */
    String text(final String name) {
        final Object value = members.get(name);
        if (value == null) {
            return "";
        }
        if (!(value instanceof String text)) {
            throw bad(name + ": a text is wanted, not " + value);
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > RecordEncoder.TEXT_MAX_BYTES) {
            throw bad(name + ": at most " + RecordEncoder.TEXT_MAX_BYTES + " bytes of UTF-8");
        }
        return text;
    }

    static AdminException bad(final String message) {
        return new AdminException(Reply.BAD_REQUEST, message);
    }
}
