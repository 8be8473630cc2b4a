package gavel.perf.load;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of a lead with places to fill: {@code {{n}}}, {@code {{phone}}}, {@code {{lead}}}, {@code {{click}}}.
 * Immutable.
 *
 * <p>A lead without a click has no click member at all: the whole {@code "name": "{{click}}"} goes, with its comma.
 */
final class LeadTemplate {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final String CLICK_MEMBER = "\"[^\"]*\"\\s*:\\s*\"\\{\\{click}}\"";
    private static final Pattern CLICK_AND_COMMA =
        Pattern.compile("\\s*" + CLICK_MEMBER + "\\s*,|,\\s*" + CLICK_MEMBER + "|\\s*" + CLICK_MEMBER);

    private enum Token {
        TEXT, N, PHONE, LEAD, CLICK
    }

    private record Piece(Token token, String text) {
    }

    private final List<Piece> withClick;
    private final List<Piece> withoutClick;

    /** A place that does not exist is an {@link IllegalArgumentException}. */
    LeadTemplate(final String text) {
        final String body = text.strip();
        withClick = pieces(body);
        withoutClick = pieces(CLICK_AND_COMMA.matcher(body).replaceAll("").replace("{{click}}", ""));
    }

    /** The body; {@code click} is null for a lead without one. */
    String fill(final long n, final String phone, final String lead, final String click) {
        final StringBuilder out = new StringBuilder(768);
        for (final Piece piece : click == null ? withoutClick : withClick) {
            switch (piece.token()) {
                case TEXT -> out.append(piece.text());
                case N -> out.append(n);
                case PHONE -> out.append(phone);
                case LEAD -> out.append(lead);
                case CLICK -> out.append(click);
            }
        }
        return out.toString();
    }

    private static List<Piece> pieces(final String body) {
        final List<Piece> pieces = new ArrayList<>();
        final Matcher match = PLACE.matcher(body);
        int end = 0;
        while (match.find()) {
            pieces.add(new Piece(Token.TEXT, body.substring(end, match.start())));
            pieces.add(new Piece(token(match.group(1)), ""));
            end = match.end();
        }
        pieces.add(new Piece(Token.TEXT, body.substring(end)));
        return List.copyOf(pieces);
    }

    private static Token token(final String name) {
        return switch (name) {
            case "n" -> Token.N;
            case "phone" -> Token.PHONE;
            case "lead" -> Token.LEAD;
            case "click" -> Token.CLICK;
            default -> throw new IllegalArgumentException(
                "the body holds {{" + name + "}}; known are {{n}} {{phone}} {{lead}} {{click}}");
        };
    }
}
