package gavel.server.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of one request, or options of a command. Immutable; any thread. */
public final class Query {
    /** No parameters. */
    public static final Query NONE = new Query(Map.of());

    private final Map<String, String> valueByName;

    /** The parameters by name; those without a value are left out by the caller. */
    public Query(final Map<String, String> valueByName) {
        this.valueByName = Map.copyOf(valueByName);
    }

    /**
     * Reads what stands after the question mark.
     *
     * @param raw as it came, or null.
     * @throws AdminException a parameter stands twice or is not well-formed.
     */
    static Query parse(final String raw) {
        if (raw == null || raw.isEmpty()) {
            return NONE;
        }
        final Map<String, String> values = new LinkedHashMap<>();
        for (final String part : raw.split("&")) {
            final int mark = part.indexOf('=');
            final String name = decode(mark < 0 ? part : part.substring(0, mark));
            final String value = mark < 0 ? "" : decode(part.substring(mark + 1));
            if (!value.isEmpty() && values.put(name, value) != null) {
                throw new AdminException(Reply.BAD_REQUEST, "parameter " + name + " stands twice");
            }
        }
        return new Query(values);
    }

    private static String decode(final String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (final IllegalArgumentException e) {
            throw new AdminException(Reply.BAD_REQUEST, "the query is not well-formed: " + e.getMessage());
        }
    }

    /** Fails when there is a parameter that nobody knows. */
    Query allow(final List<String> names) {
        for (final String name : valueByName.keySet()) {
            if (!names.contains(name)) {
                throw new AdminException(Reply.BAD_REQUEST, "no parameter " + name + " here"
                        + (names.isEmpty() ? "; there is none" : "; there are " + String.join(", ", names)));
            }
        }
        return this;
    }

    /** A value, or null. */
    String value(final String name) {
        return valueByName.get(name);
    }
}
