package gavel.config.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A piece of YAML with its place: a scalar in its raw text, a mapping, a list, or nothing; or one that is broken, which
 * has been reported, so that nobody else needs to. One thread.
 *
 * @param kind    which of them.
 * @param at      its first character.
 * @param end     the first character behind it.
 * @param text    of a scalar, variables filled in.
 * @param members of a mapping, in the file's order; overrides may add to them.
 * @param items   of a list.
 */
record Tree(Kind kind, Place at, Place end, String text, Map<String, Member> members, List<Tree> items) {

    private static final int SHOWN_MAX = 60;

    /** What a piece may be. */
    enum Kind { SCALAR, MAPPING, LIST, NOTHING, BROKEN }

    /** A key and its value. */
    record Member(Place at, Tree value) {
    }

    static Tree scalar(final Place at, final Place end, final String text) {
        return new Tree(Kind.SCALAR, at, end, text, Map.of(), List.of());
    }

    static Tree nothing(final Place at) {
        return new Tree(Kind.NOTHING, at, at, "", Map.of(), List.of());
    }

    static Tree broken(final Place at) {
        return new Tree(Kind.BROKEN, at, at, "", Map.of(), List.of());
    }

    static Tree mapping(final Place at, final Place end) {
        return new Tree(Kind.MAPPING, at, end, "", new LinkedHashMap<>(), List.of());
    }

    static Tree list(final Place at, final Place end, final List<Tree> items) {
        return new Tree(Kind.LIST, at, end, "", Map.of(), items);
    }

    /** Names the piece in a message: {@code "soon"}, {@code a list} and so on. */
    String shown() {
        switch (kind) {
            case SCALAR:
                return '"' + (text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "..." : text)
                        .replaceAll("\\p{Cntrl}", "?") + '"';
            case MAPPING:
                return "keys and values";
            case LIST:
                return "a list";
            default:
                return "nothing";
        }
    }
}
