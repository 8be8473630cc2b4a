package gavel.config.load;

import java.util.List;
import java.util.stream.Collectors;

/** Renders what loading a folder found, for a terminal or for a program. Stateless; any thread. */
public final class CheckReport {
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";

    private CheckReport() {
    }

    /** Warnings, problems and a last line that counts them; with terminal colours only when told. */
    public static String text(final Loaded loaded, final boolean colour) {
        final StringBuilder out = new StringBuilder();
        loaded.warnings().forEach(warning -> append(out, warning, "warning: ", colour ? YELLOW : null));
        loaded.problems().forEach(problem -> append(out, problem, "", colour ? RED : null));
        final String files = loaded.fileCount() + (loaded.fileCount() == 1 ? " file" : " files");
        if (loaded.problems().isEmpty()) {
            out.append(files).append(", no problems")
                    .append(loaded.warnings().isEmpty() ? "" : ", " + counted(loaded.warnings(), "warning"));
        } else {
            final long wrong = loaded.problems().stream().map(Problem::file)
                    .filter(file -> !file.equals(Overrides.FILE)).distinct().count();
            out.append(counted(loaded.problems(), "problem"))
                    .append(wrong == 0 || loaded.fileCount() == 0 ? "" : " in " + wrong + " of " + files)
                    .append("; nothing was changed");
        }
        return out.append('\n').toString();
    }

    private static String counted(final List<Problem> list, final String noun) {
        return list.size() + " " + noun + (list.size() == 1 ? "" : "s");
    }

    private static void append(final StringBuilder out, final Problem problem, final String kind,
                               final String colour) {
        final boolean isOption = problem.file().equals(Overrides.FILE);
        final String where = isOption ? problem.file() : problem.file() + ":" + problem.line() + ":"
                + problem.column();
        out.append(colour == null ? where : BOLD + where + PLAIN).append("  ");
        final String what = kind + (problem.key().isEmpty() ? "" : problem.key() + ": ");
        out.append(colour == null ? what : colour + what + PLAIN).append(problem.message()).append('\n');
        if (!isOption && !problem.snippet().isEmpty()) {
            out.append(problem.snippet()).append('\n');
        }
    }

    /** One JSON object: {@code ok}, {@code files}, {@code sha256} or null, {@code problems} and {@code warnings}. */
    public static String json(final Loaded loaded) {
        return "{\"ok\":" + loaded.problems().isEmpty() + ",\"files\":" + loaded.fileCount() + ",\"sha256\":"
                + loaded.config().map(config -> YamlText.quoted(config.sha256())).orElse("null")
                + ",\"problems\":" + list(loaded.problems()) + ",\"warnings\":" + list(loaded.warnings()) + "}\n";
    }

    private static String list(final List<Problem> problems) {
        return problems.stream().map(CheckReport::json).collect(Collectors.joining(",", "[", "]"));
    }

    private static String json(final Problem problem) {
        return "{\"file\":" + YamlText.quoted(problem.file()) + ",\"line\":" + problem.line() + ",\"column\":"
                + problem.column() + ",\"key\":" + YamlText.quoted(problem.key()) + ",\"message\":"
                + YamlText.quoted(problem.message()) + ",\"snippet\":" + YamlText.quoted(problem.snippet()) + "}";
    }
}
