package gavel.buyersim;

import java.util.Locale;

/** How a call's body and answer are written. Immutable, any thread. */
enum Format {
    JSON("application/json"),
    XML("application/xml");

    private static final String XML_OPENING = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><answer>";
    private static final String XML_CLOSING = "</answer>";
    private final String contentType;

    Format(final String contentType) {
        this.contentType = contentType;
    }

    static Format of(final String word) {
        for (Format format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(word)) {
                return format;
            }
        }
        throw new IllegalArgumentException("expected json or xml, found \"" + word + "\"");
    }

    String contentType() {
        return contentType;
    }

    /**
     * One object of members in turn, a name and its value: text, a truth, or null, which XML leaves out.
     */
    String object(final Object... namesAndValues) {
        StringBuilder text = new StringBuilder(128).append(this == JSON ? "{" : XML_OPENING);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (this == XML) {
                element(text, namesAndValues[i], namesAndValues[i + 1]);
            } else {
                member(text.append(i == 0 ? "" : ","), namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return text.append(this == JSON ? "}" : XML_CLOSING).toString();
    }

    private static void member(final StringBuilder text, final Object name, final Object value) {
        text.append('"').append(name).append("\":");
        if (value instanceof String) {
            text.append('"').append(Answer.escape((String) value)).append('"');
        } else {
            text.append(value);
        }
    }

    private static void element(final StringBuilder text, final Object name, final Object value) {
        if (value != null) {
            text.append('<').append(name).append('>')
                .append(value.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
                .append("</").append(name).append('>');
        }
    }

    /** How an object begins that has a long first member, of which any number of letters follow. */
    String paddedOpening() {
        return this == JSON ? "{\"padding\":\"" : XML_OPENING + "<padding>";
    }

    /** What comes after the letters: the rest of an object. */
    String paddedClosing(final String object) {
        return this == JSON ? "\"," + object.substring(1) : "</padding>" + object.substring(XML_OPENING.length());
    }
}
