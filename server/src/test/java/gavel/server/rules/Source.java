package gavel.server.rules;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of sources, as rules read it. Immutable; any thread. */
final class Source {
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+?)(?:\\.[A-Z]\\w*)*"
            + "(?:\\.\\w+)?;");
    private static final Pattern METHOD = Pattern.compile("^ {4}(?! |}|@|//|\\*|/)[^(=]*?(\\w+)\\(.*");
    private static final Pattern RECORD =
            Pattern.compile("\\bpublic record (\\w+)\\(((?:[^()]|\\([^()]*\\))*)\\)");
    private static final Pattern TYPE = Pattern.compile("(?sm)^/\\*\\*((?:(?!\\*/).)*)\\*/\\s*((?:(?!/\\*\\*).)*?)"
            + "^(public )?(?:abstract |final )*(?:class|interface|record|enum|@interface) ");
    private static final String SERVER = "gavel.server.";

    private final String name;
    private final List<String> lines;
    private final String text;
    private final String packageName;

    Source(final Path file, final List<String> lines) {
        this.name = file.getFileName().toString().replace(".java", "");
        this.lines = List.copyOf(lines);
        this.text = String.join("\n", lines);
        this.packageName = lines.stream().filter(line -> line.startsWith("package ")).findFirst()
                .map(line -> line.substring("package ".length(), line.length() - 1)).orElse("");
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    String packageName() {
        return packageName;
    }

    int lines() {
        return lines.size();
    }

    /** The server's package that it is in, or an empty text. */
    String serverPackage() {
        return serverPackage(packageName);
    }

    /** The server's package of that name or below, or an empty text. */
    static String serverPackage(final String name) {
        return name.startsWith(SERVER) ? name.substring(SERVER.length()).split("\\.")[0] : "";
    }

    /** Packages that it imports from. */
    List<String> imports() {
        final List<String> imports = new ArrayList<>();
        final Matcher matcher = IMPORT.matcher(text);
        while (matcher.find()) {
            imports.add(matcher.group(1));
        }
        return imports;
    }

    /** Without comments. */
    String code() {
        return text.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "");
    }

    /** Whether its type is seen outside its package. */
    boolean isPublic() {
        final Matcher matcher = TYPE.matcher(text);
        return matcher.find() && matcher.group(3) != null;
    }

    /** What its type's Javadoc says. */
    String typeJavadoc() {
        final Matcher matcher = TYPE.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Lines of each method of the outer class, by its name and the line that it begins in. */
    Map<String, Integer> methodLines() {
        final Map<String, Integer> lengths = new TreeMap<>();
        String at = null;
        int from = 0;
        for (int i = 0; i < lines.size(); i++) {
            final Matcher method = METHOD.matcher(lines.get(i));
            if (at == null && method.matches()) {
                at = method.group(1) + ":" + (i + 1);
                from = i;
            }
            if (at != null && lines.get(i).endsWith(";") && !lines.get(i).startsWith("     ")) {
                at = null;
            } else if (at != null && lines.get(i).equals("    }")) {
                lengths.put(at, i - from + 1);
                at = null;
            }
        }
        return lengths;
    }

    /** Components of each public record, by the record's name. */
    Map<String, Integer> recordComponents() {
        final Map<String, Integer> counts = new TreeMap<>();
        final Matcher matcher = RECORD.matcher(text);
        while (matcher.find()) {
            String components = matcher.group(2);
            for (int i = 0; i < 3; i++) {
                components = components.replaceAll("<[^<>]*>", "");
            }
            counts.put(matcher.group(1), components.isBlank() ? 0 : components.split(",").length);
        }
        return counts;
    }

    @Override
    public String toString() {
        return packageName + "." + name;
    }
}
