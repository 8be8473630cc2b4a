package gavel.config.field;

import gavel.config.VerticalConfig.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of the fields once more, in strings, regular expressions and the JDK's classes. Stateless. */
final class NaiveField {
    private static final String STATES = " AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO "
            + "MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI AB BC MB "
            + "NB NL NS NT NU ON PE QC SK YT ";
    private static final Pattern TRIM = Pattern.compile("^[ \\t-\\r]+|[ \\t-\\r]+$");
    private static final Pattern EMAIL = Pattern.compile(
            "[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
            + "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+(?![0-9]+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern URL = Pattern.compile(
            "(?i)https?://([a-z0-9_][a-z0-9_.-]*)(:([0-9]{1,5}))?([/?#].*)?");
    private static final Pattern POSTAL = Pattern.compile(
            "[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][ -]?[0-9][ABCEGHJ-NPRSTV-Z][0-9]");

    private NaiveField() {
    }

    static FieldValue read(final Field field, final byte[] bytes) {
        final String latin = TRIM.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).replaceAll("");
        if (latin.isEmpty()) {
            return no(FieldReason.EMPTY);
        }
        switch (field.type()) {
            case STRING:
            case CONSENT:
                return text(field, latin.getBytes(StandardCharsets.ISO_8859_1));
            case INTEGER:
                return integer(field, latin);
            case DECIMAL:
                return decimal(field, latin);
            case DATE:
                return date(field, latin);
            case BOOLEAN:
                return bool(latin);
            case ENUM:
                return word(field, new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            case EMAIL:
                return email(latin);
            case PHONE:
                return phone(latin);
            case ZIP:
                return zip(latin);
            case STATE:
                return STATES.contains(" " + ascii(latin, true) + " ") && latin.length() == 2
                        ? yes(ascii(latin, true), 0) : no(FieldReason.NOT_A_STATE);
            case IP:
                return ip(latin);
            case URL:
                return url(latin);
            default:
                return certificate(field, latin);
        }
    }

    private static FieldValue text(final Field field, final byte[] bytes) {
        final String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (final CharacterCodingException e) {
            return no(FieldReason.NOT_UTF_8);
        }
        final String kept = field.type() == gavel.config.FieldType.CONSENT ? text.replaceAll("[\\r\\n\\t]", "") : text;
        if (kept.codePoints().anyMatch(Character::isISOControl)) {
            return no(FieldReason.CONTROL_CHARACTER);
        }
        final int chars = text.codePointCount(0, text.length());
        return chars < field.min() ? no(FieldReason.TOO_SHORT)
                : chars > field.max() ? no(FieldReason.TOO_LONG) : yes(text, 0);
    }

    private static FieldValue integer(final Field field, final String text) {
        if (!text.matches("-?[0-9]+")) {
            return no(FieldReason.NOT_A_NUMBER);
        }
        final BigInteger value = new BigInteger(text);
        return ranged(field, value, value.toString());
    }

    private static FieldValue decimal(final Field field, final String text) {
        if (!text.matches("-?[0-9]+(\\.[0-9]+)?")) {
            return no(FieldReason.NOT_A_NUMBER);
        }
        final BigDecimal value = new BigDecimal(text).signum() == 0 ? BigDecimal.ZERO
                : new BigDecimal(text).stripTrailingZeros();
        if (value.scale() > 6) {
            return no(FieldReason.NOT_A_NUMBER);
        }
        return ranged(field, value.movePointRight(6).toBigIntegerExact(), value.toPlainString());
    }

    private static FieldValue ranged(final Field field, final BigInteger value, final String text) {
        return value.compareTo(BigInteger.valueOf(field.min())) < 0
                || value.compareTo(BigInteger.valueOf(field.max())) > 0
                ? no(FieldReason.OUT_OF_RANGE) : yes(text, value.longValueExact());
    }

    private static FieldValue date(final Field field, final String text) {
        if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") || text.startsWith("0000")) {
            return no(FieldReason.NOT_A_DATE);
        }
        try {
            return ranged(field, BigInteger.valueOf(LocalDate.parse(text).toEpochDay()), text);
        } catch (final DateTimeException e) {
            return no(FieldReason.NOT_A_DATE);
        }
    }

    private static FieldValue bool(final String text) {
        final String lower = ascii(text, false);
        if (List.of("true", "1", "yes", "on").contains(lower)) {
            return yes("true", 1);
        }
        return List.of("false", "0", "no", "off").contains(lower) ? yes("false", 0) : no(FieldReason.NOT_A_BOOLEAN);
    }

    private static FieldValue word(final Field field, final String text) {
        for (int i = 0; i < field.values().size(); i++) {
            if (ascii(field.values().get(i), false).equals(ascii(text, false))) {
                return yes(field.values().get(i), i);
            }
        }
        return no(FieldReason.NOT_IN_LIST);
    }

    private static FieldValue email(final String text) {
        if (text.length() > 254) {
            return no(FieldReason.TOO_LONG);
        }
        final String lower = ascii(text, false);
        return EMAIL.matcher(lower).matches() && lower.indexOf('@') <= 64
                ? yes(lower, 0) : no(FieldReason.NOT_AN_EMAIL);
    }

    private static FieldValue phone(final String text) {
        final String bare = text.replaceAll("[ .()-]", "");
        if (text.startsWith("+") && bare.matches("\\+[2-9][0-9]{7,14}")) {
            return yes(bare, 0);
        }
        final Matcher american = Pattern.compile("(\\+?1)?([2-9](?!11)[0-9]{2}[2-9][0-9]{6})").matcher(bare);
        final boolean plusFirst = text.indexOf('+') <= 0;
        return plusFirst && american.matches() ? yes("+1" + american.group(2), 0) : no(FieldReason.NOT_A_PHONE);
    }

    private static FieldValue zip(final String text) {
        if (text.matches("[0-9]{5}(-[0-9]{4})?")) {
            return yes(text.substring(0, 5), 0);
        }
        final String upper = ascii(text, true);
        return POSTAL.matcher(upper).matches() ? yes(upper.replaceAll("[ -]", ""), 0) : no(FieldReason.NOT_A_ZIP);
    }

    private static FieldValue ip(final String text) {
        if (text.matches("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}")) {
            return yes(text, 0);
        }
        final int[] groups = groups(text);
        return groups == null ? no(FieldReason.NOT_AN_IP) : yes(shortest(groups), 0);
    }

    private static int[] groups(final String text) {
        final int gap = text.indexOf("::");
        if (!text.matches("[0-9a-fA-F:.]*") || gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        final String left = gap < 0 ? text : text.substring(0, gap);
        final String right = gap < 0 ? "" : text.substring(gap + 2);
        if (gap >= 0 && left.contains(".")) {
            return null;
        }
        final int[] head = half(left, gap < 0);
        final int[] tail = half(right, true);
        if (head == null || tail == null || (gap < 0 ? head.length != 8 : head.length + tail.length > 7)) {
            return null;
        }
        final int[] all = Arrays.copyOf(head, 8);
        System.arraycopy(tail, 0, all, 8 - tail.length, tail.length);
        return all;
    }

    private static int[] half(final String text, final boolean dotted) {
        if (text.isEmpty()) {
            return new int[0];
        }
        int[] groups = new int[0];
        final String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].contains(".")) {
                if (!dotted || i != parts.length - 1
                        || !parts[i].matches("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}")) {
                    return null;
                }
                final String[] quad = parts[i].split("\\.");
                groups = Arrays.copyOf(groups, groups.length + 2);
                groups[groups.length - 2] = Integer.parseInt(quad[0]) << 8 | Integer.parseInt(quad[1]);
                groups[groups.length - 1] = Integer.parseInt(quad[2]) << 8 | Integer.parseInt(quad[3]);
            } else {
                if (!parts[i].matches("[0-9a-fA-F]{1,4}")) {
                    return null;
                }
                groups = Arrays.copyOf(groups, groups.length + 1);
                groups[groups.length - 1] = Integer.parseInt(parts[i], 16);
            }
        }
        return groups;
    }

    /** RFC 5952, by trying every run of zeros and keeping the first of the shortest texts. */
    private static String shortest(final int[] g) {
        if (g[0] == 0 && g[1] == 0 && g[2] == 0 && g[3] == 0 && g[4] == 0 && g[5] == 0xffff) {
            return "::ffff:" + (g[6] >> 8) + "." + (g[6] & 255) + "." + (g[7] >> 8) + "." + (g[7] & 255);
        }
        String best = join(g, 0, 8);
        int longest = 1;
        for (int from = 0; from < 8; from++) {
            for (int to = from + 2; to <= 8; to++) {
                if (to - from > longest && Arrays.stream(g, from, to).allMatch(x -> x == 0)) {
                    longest = to - from;
                    best = join(g, 0, from) + "::" + join(g, to, 8);
                }
            }
        }
        return best;
    }

    private static String join(final int[] groups, final int from, final int to) {
        final StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static FieldValue url(final String text) {
        final Matcher m = URL.matcher(text);
        if (text.length() > 2048 || !text.matches("[\\x21-\\x7e&&[^\"<>\\\\^`{|}]]*") || !m.matches()
                || m.group(3) != null && (Integer.parseInt(m.group(3)) < 1 || Integer.parseInt(m.group(3)) > 65535)) {
            return no(FieldReason.NOT_A_URL);
        }
        return yes(ascii(text.substring(0, m.end(1)), false) + text.substring(m.end(1)), 0);
    }

    private static FieldValue certificate(final Field field, final String text) {
        final FieldValue url = url(text);
        for (final String host : field.values()) {
            final String start = "https://" + host.toLowerCase(Locale.ROOT);
            if (url.reason().isEmpty() && (url.text() + "/").matches(Pattern.quote(start) + "[/?#].*")) {
                return url;
            }
        }
        return no(FieldReason.NOT_A_CERTIFICATE);
    }

    private static String ascii(final String text, final boolean upper) {
        final StringBuilder out = new StringBuilder();
        for (final char c : text.toCharArray()) {
            out.append(c >= 128 ? c : upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
        }
        return out.toString();
    }

    private static FieldValue yes(final String text, final long number) {
        return new FieldValue(text, number, Optional.empty());
    }

    private static FieldValue no(final FieldReason reason) {
        return new FieldValue("", 0, Optional.of(reason));
    }

    /** The JDK's reading of an address that the rules accept, as a third opinion. */
    static InetAddress address(final String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }
}
