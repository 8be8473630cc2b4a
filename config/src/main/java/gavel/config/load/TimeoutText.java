package gavel.config.load;

import gavel.config.BuyerConfig;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads texts in which no variable but {@code {{timeout_ms}}} may stand: URLs and headers. Stateless; any thread. */
final class TimeoutText {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

    private TimeoutText() {
    }

    /** The text with the variable written as {@link BuyerConfig#TIMEOUT_MS}; another one is reported. */
    static String read(final Value value, final String text) {
        final Matcher variable = VARIABLE.matcher(text);
        final StringBuilder read = new StringBuilder();
        while (variable.find()) {
            final String found = "{{" + variable.group(1) + "}}";
            if (!found.equals(BuyerConfig.TIMEOUT_MS)) {
                value.problem("only " + BuyerConfig.TIMEOUT_MS + " may stand here, found " + found);
            }
            variable.appendReplacement(read, Matcher.quoteReplacement(BuyerConfig.TIMEOUT_MS));
        }
        return variable.appendTail(read).toString();
    }
}
