package gavel.config.load;

import gavel.config.BuyerConfig.Format;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Follows a body from its beginning to its end, and says whether it is well-formed when samples stand for its
 * variables. One thread.
 */
abstract class BodyCheck {
    final StringBuilder filled = new StringBuilder();

    static BodyCheck of(final Format format) {
        switch (format) {
            case JSON:
                return new Json();
            case FORM:
                return new Form();
            default:
                return new Xml();
        }
    }

    /** Literal text comes. */
    final void text(final String text) {
        filled.append(text);
        text.chars().forEach(c -> onChar((char) c));
    }

    /** A variable comes; returns whether it stands bare, that is in JSON and outside quotes. */
    abstract boolean variable();

    /** What is wrong with the place of the last variable, if anything. */
    abstract Optional<String> misplaced();

    /** What is wrong with the whole, if anything. */
    abstract Optional<String> fault();

    abstract void onChar(char c);

    /** Outside quotes the sample is {@code null}, which nothing can be joined to. One thread. */
    private static final class Json extends BodyCheck {
        private boolean quoted;
        private boolean escaped;

        @Override
        void onChar(final char c) {
            if (escaped) {
                escaped = false;
            } else if (quoted && c == '\\') {
                escaped = true;
            } else if (c == '"') {
                quoted = !quoted;
            }
        }

        @Override
        boolean variable() {
            filled.append(quoted ? "x" : "null");
            return !quoted;
        }

        @Override
        Optional<String> misplaced() {
            return escaped ? Optional.of("a variable can't follow a backslash") : Optional.empty();
        }

        @Override
        Optional<String> fault() {
            final int at = new JsonText(filled.toString()).fault();
            if (at < 0) {
                return Optional.empty();
            }
            final String before = filled.substring(Math.max(0, at - 20), at);
            final String rest = filled.substring(at, Math.min(filled.length(), at + 10));
            return Optional.of("not JSON when filled in: after " + before + " comes "
                    + (rest.isEmpty() ? "the end" : rest));
        }
    }

    /** Variables stand for values, never for names. One thread. */
    private static final class Form extends BodyCheck {
        private static final Pattern PAIR = Pattern.compile("(?:[A-Za-z0-9._~*+!'(),:@/?;\\[\\]$-]|%[0-9A-Fa-f]{2})+=");
        private static final Pattern REST = Pattern.compile("(?:[A-Za-z0-9._~*+!'(),:@/?;\\[\\]$=-]|%[0-9A-Fa-f]{2})*");
        private boolean inValue;

        @Override
        void onChar(final char c) {
            inValue = c != '&' && (inValue || c == '=');
        }

        @Override
        boolean variable() {
            filled.append('x');
            return false;
        }

        @Override
        Optional<String> misplaced() {
            return inValue ? Optional.empty() : Optional.of("a variable stands for a value: name={{variable}}");
        }

        @Override
        Optional<String> fault() {
            for (final String pair : filled.toString().split("&", -1)) {
                final int equals = pair.indexOf('=') + 1;
                if (!PAIR.matcher(pair.substring(0, equals)).matches()
                        || !REST.matcher(pair.substring(equals)).matches()) {
                    return Optional.of("expected name=value&name=value, percent-encoded; found \"" + pair + '"');
                }
            }
            return Optional.empty();
        }
    }

    /** Variables stand in text and in quoted attributes. One thread. */
    private static final class Xml extends BodyCheck {
        private boolean inTag;
        private char quote;

        @Override
        void onChar(final char c) {
            if (!inTag) {
                inTag = c == '<';
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else {
                inTag = c != '>';
            }
        }

        @Override
        boolean variable() {
            filled.append('x');
            return false;
        }

        @Override
        Optional<String> misplaced() {
            return inTag && quote == 0 ? Optional.of("a variable stands in text or in a quoted attribute")
                    : Optional.empty();
        }

        @Override
        Optional<String> fault() {
            if (filled.indexOf("<!") >= 0) {
                return Optional.of("comments, CDATA and document types are not supported in a body");
            }
            try {
                final SAXParserFactory factory = SAXParserFactory.newInstance();
                factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
                factory.setNamespaceAware(true);
                final DefaultHandler silent = new DefaultHandler() {
                    @Override
                    public void fatalError(final SAXParseException e) throws SAXException {
                        throw e;
                    }
                };
                factory.newSAXParser().parse(new InputSource(new StringReader(filled.toString())), silent);
                return Optional.empty();
            } catch (final SAXException e) {
                return Optional.of("not XML when filled in: " + e.getMessage());
            } catch (final ParserConfigurationException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
