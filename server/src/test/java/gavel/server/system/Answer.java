package gavel.server.system;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One answer of the server. Immutable.
 *
 * @param headers by name in lower case.
 * @param tookNs  from the first byte sent to the last byte read.
 */
public record Answer(int status, Map<String, String> headers, String body, long tookNs) {
    /** A member that is a text or a number; empty when it is null or missing. */
    public String text(final String name) {
        final Matcher matcher = Pattern.compile("\"" + name + "\":(?:\"([^\"]*)\"|(-?[0-9]+))").matcher(body);
        if (!matcher.find()) {
            return "";
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    /** The outcome. */
    public String outcome() {
        return status + " " + text("status");
    }

    /** Code of the reason, or 0. */
    public int code() {
        return text("code").isEmpty() ? 0 : Integer.parseInt(text("code"));
    }

    /** Our id of the lead. */
    public String leadId() {
        return text("lead_id");
    }
}
