package gavel.server.buyer;

import gavel.config.BuyerConfig.Answer;
import gavel.config.BuyerConfig.Endpoint;
import gavel.config.BuyerConfig.Format;
import gavel.config.BuyerConfig.Match;
import gavel.server.buyer.BuyerAnswer.Slot;
import gavel.server.http.Bytes;
import gavel.server.http.FormScanner;
import gavel.server.json.JsonScanner;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds in a buyer's answer what its configuration names, and reads nothing else. One per endpoint and loop. An answer
 * that says a thing twice can be read in two ways, so it is not readable.
 */
public final class AnswerReader {
    private static final byte[][] NO_PATH = {};
    /** The name stands in the body as it is. */
    private static final int RAW = -2;

    private final Endpoint endpoint;
    private final byte[][][] paths = new byte[BuyerAnswer.SLOTS][][];
    private final AnswerWords acceptWords;
    private final AnswerWords rejectWords;
    private final JsonScanner json = new JsonScanner();
    private final FormScanner form = new FormScanner();
    private final XmlScanner xml = new XmlScanner();
    private final byte[] decoded;
    private int decodedLength;
    private BuyerAnswer found;

    /** A reader of answers of at most {@code answerMaxBytes}. */
    public AnswerReader(final Endpoint endpoint, final int answerMaxBytes) {
        this.endpoint = endpoint;
        this.decoded = new byte[answerMaxBytes];
        final Answer answer = endpoint.answer();
        path(Slot.PRICE, answer.price());
        path(Slot.REFERENCE, answer.reference());
        path(Slot.ACCEPT, answer.accept().map(Match::path));
        path(Slot.REJECT, answer.reject().map(Match::path));
        path(Slot.REASON, answer.reason());
        path(Slot.REDIRECT_URL, answer.redirectUrl());
        acceptWords = new AnswerWords(answer.accept());
        rejectWords = new AnswerWords(answer.reject());
    }

    /** Words that mean that the lead was bought. */
    public AnswerWords acceptWords() {
        return acceptWords;
    }

    /** Words that mean that the lead was rejected. */
    public AnswerWords rejectWords() {
        return rejectWords;
    }

    /** Reads a body. */
    public void read(final byte[] body, final int offset, final int length, final BuyerAnswer answer) {
        answer.clear();
        found = answer;
        decodedLength = 0;
        switch (endpoint.format()) {
            case JSON:
                json.wrap(body, offset, length);
                answer.readable(json.next() == JsonScanner.OBJECT && object(body, 0, (1 << BuyerAnswer.SLOTS) - 1)
                        && json.next() == JsonScanner.END);
                return;
            case FORM:
                answer.readable(form(body, offset, length));
                return;
            case XML:
                answer.readable(xml.read(body, offset, length, paths, answer, decoded));
                return;
            default:
                throw new AssertionError(endpoint.format());
        }
    }

    private boolean object(final byte[] body, final int depth, final int active) {
        int token = json.next();
        while (token == JsonScanner.NAME) {
            int here = 0;
            int deeper = 0;
            final int nameLength = json.isEscaped() ? json.unescape(decoded, decodedLength) : RAW;
            if (nameLength == JsonScanner.BROKEN_TEXT) {
                return false;
            }
            for (int slot = 0; slot < BuyerAnswer.SLOTS; slot++) {
                if ((active & 1 << slot) != 0 && depth < paths[slot].length && isName(paths[slot][depth], nameLength)) {
                    if (depth + 1 == paths[slot].length) {
                        here |= 1 << slot;
                    } else {
                        deeper |= 1 << slot;
                    }
                }
            }
            if (!value(body, depth, here, deeper)) {
                return false;
            }
            token = json.next();
        }
        return token == JsonScanner.OBJECT_END;
    }

    private boolean isName(final byte[] name, final int nameLength) {
        return nameLength == RAW ? json.is(name) : Bytes.equal(decoded, decodedLength, nameLength, name);
    }

    private boolean value(final byte[] body, final int depth, final int here, final int deeper) {
        final int token = json.next();
        if (token == JsonScanner.OBJECT || token == JsonScanner.ARRAY) {
            return noValue(here, true)
                    && (token == JsonScanner.OBJECT && deeper != 0 ? object(body, depth + 1, deeper) : json.leave());
        }
        if (here != 0 && token >= JsonScanner.STRING && token <= JsonScanner.FALSE) {
            return capture(body, here);
        }
        return token == JsonScanner.NULL ? noValue(here, false) : token != JsonScanner.ERROR;
    }

    private boolean noValue(final int slots, final boolean isNested) {
        for (int slot = 0; slot < BuyerAnswer.SLOTS; slot++) {
            if ((slots & 1 << slot) != 0 && !found.setNoValue(slot, isNested)) {
                return false;
            }
        }
        return true;
    }

    private boolean capture(final byte[] body, final int slots) {
        byte[] array = body;
        int offset = json.start();
        int length = json.length();
        if (json.isEscaped()) {
            array = decoded;
            offset = decodedLength;
            length = json.unescape(decoded, decodedLength);
            if (length == JsonScanner.BROKEN_TEXT) {
                return false;
            }
            decodedLength += length;
        }
        for (int slot = 0; slot < BuyerAnswer.SLOTS; slot++) {
            if ((slots & 1 << slot) != 0 && !found.setOnce(slot, array, offset, length)) {
                return false;
            }
        }
        return true;
    }

    private boolean form(final byte[] body, final int offset, final int length) {
        form.wrap(body, offset, length, decoded);
        boolean any = false;
        while (form.next()) {
            for (int slot = 0; slot < BuyerAnswer.SLOTS; slot++) {
                if (paths[slot].length == 1
                        && Bytes.equal(decoded, form.nameOffset(), form.nameLength(), paths[slot][0])) {
                    final byte[] value = Arrays.copyOfRange(decoded, form.valueOffset(),
                            form.valueOffset() + form.valueLength());
                    if (!found.setOnce(slot, value, 0, value.length)) {
                        return false;
                    }
                }
            }
            any = true;
        }
        return any && !form.isMalformed();
    }

    private void path(final Slot slot, final Optional<String> path) {
        paths[slot.ordinal()] = path.map(text -> bytes(endpoint.format() == Format.FORM ? List.of(text)
                : List.of(text.split("\\.")))).orElse(NO_PATH);
    }

    private static byte[][] bytes(final List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }
}
