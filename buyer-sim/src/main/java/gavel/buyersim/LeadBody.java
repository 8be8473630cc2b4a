package gavel.buyersim;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a buyer reads of a ping or post. Immutable, any thread.
 *
 * @param leadRef     the publisher's own lead id
 * @param priceMicros what the server says it pays, if it says so
 */
record LeadBody(String leadRef, OptionalLong priceMicros) {
    static final int MAX_LEAD_REF_CHARS = 200;

    /**
     * Reads what a buyer that talks JSON takes, JSON and forms by content type, or what one that talks XML takes;
     * whatever can't be read is IllegalArgumentException.
     */
    static LeadBody read(final byte[] body, final String contentType, final Format format, final BodyPaths paths) {
        String text = new String(body, StandardCharsets.UTF_8);
        String[] values;
        if (format == Format.XML) {
            requireXml(contentType);
            values = XmlFields.read(text, paths.leadRef(), paths.price());
        } else if (contentType.regionMatches(true, 0, "application/x-www-form-urlencoded", 0, 33)) {
            Map<String, List<String>> form = new QueryStringDecoder(text, StandardCharsets.UTF_8, false).parameters();
            values = new String[] {first(form, paths.leadRefName()), first(form, paths.priceName())};
        } else {
            values = JsonFields.read(text, paths.leadRef(), paths.price());
        }
        if (values[0] == null || values[0].isEmpty()) {
            throw new IllegalArgumentException("no lead reference at " + paths.leadRefName());
        }
        if (values[0].length() > MAX_LEAD_REF_CHARS) {
            throw new IllegalArgumentException("a lead reference has at most " + MAX_LEAD_REF_CHARS + " characters");
        }
        OptionalLong priceMicros = values[1] == null ? OptionalLong.empty()
            : OptionalLong.of(Quantity.priceMicros(values[1]));
        return new LeadBody(values[0], priceMicros);
    }

    private static void requireXml(final String contentType) {
        if (!contentType.toLowerCase(Locale.ROOT).matches("(application|text)/xml( *;.*)?")) {
            throw new IllegalArgumentException("this buyer takes XML, and the content type is " + contentType);
        }
    }

    private static String first(final Map<String, List<String>> form, final String name) {
        List<String> values = form.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** Where the two stand, split once. Immutable, any thread. */
    record BodyPaths(String leadRefName, String priceName, String[] leadRef, String[] price) {
        static BodyPaths of(final BuyerScript.Wire wire) {
            return new BodyPaths(wire.leadRef(), wire.price(), wire.leadRef().split("\\."),
                wire.price().split("\\."));
        }
    }
}
