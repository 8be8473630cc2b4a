package gavel.config.load;

import gavel.config.BuyerConfig;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads texts in which only certain variables may stand: URLs and headers. Stateless; any thread. */
final class VariableText {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

    private VariableText() {
    }

    /**
     * The text with each variable in its plain form; another one is reported.
     *
     * @param variables those that may stand here, such as {@link BuyerConfig#TIMEOUT_MS}; may be none.
     */
    static String read(final Value value, final String text, final List<String> variables) {
        final Matcher variable = VARIABLE.matcher(text);
        final StringBuilder read = new StringBuilder();
        while (variable.find()) {
            final String found = "{{" + variable.group(1) + "}}";
            if (variables.contains(found)) {
                variable.appendReplacement(read, Matcher.quoteReplacement(found));
            } else {
                value.problem((variables.isEmpty() ? "no variable" : "only " + String.join(", ", variables))
                        + " may stand here, found " + found);
                variable.appendReplacement(read, Matcher.quoteReplacement(
                        variables.isEmpty() ? "x" : variables.get(0)));
            }
        }
        return variable.appendTail(read).toString();
    }
}
