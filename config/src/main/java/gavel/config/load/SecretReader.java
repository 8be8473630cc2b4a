package gavel.config.load;

import gavel.config.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads secrets: {@code {file: path}}, {@code {env: NAME}}, or the text itself, which is a warning. One thread.
 *
 * <p>A secret that begins with {@code demo-} is public, since it is part of the sources; who may read its file does not
 * matter, and {@link #isDemo} tells, so that it is not used in earnest.
 */
final class SecretReader {
    private static final Secret MISSING = new Secret("");
    private static final String DEMO = "demo-";
    private static final long FILE_MAX_BYTES = 64 << 10;

    private SecretReader() {
    }

    static boolean isDemo(final Secret secret) {
        return secret.value().startsWith(DEMO);
    }

    /** The secret, of at least {@code minBytes}; an empty one when it is missing or wrong, which is reported. */
    static Secret read(final Value value, final int minBytes) {
        if (!value.isPresent()) {
            return MISSING;
        }
        final Optional<String> text;
        if (value.isBlock()) {
            text = referred(value);
        } else {
            value.scope().findings().hide(value.place(), value.end());
            if (!value.isScalar()) {
                value.problem("expected {file: path} or {env: NAME}");
                return MISSING;
            }
            value.warning("a secret stands in the file itself; write {file: path} or {env: NAME}");
            text = Optional.of(value.tree().text());
        }
        if (text.isEmpty()) {
            return MISSING;
        }
        final Secret secret = new Secret(text.get());
        if (secret.bytes().length < minBytes) {
            value.problem("the secret is shorter than " + minBytes + " bytes");
        } else if (text.get().chars().anyMatch(Character::isISOControl)) {
            value.problem("the secret contains a control character");
        }
        return secret;
    }

    private static Optional<String> referred(final Value value) {
        final Tree tree = value.tree();
        tree.members().forEach((name, member) -> {
            if (!name.equals("file") && !name.equals("env")) {
                value.scope().findings().hide(member.value().at(), member.value().end());
                value.scope().findings().problem(member.at(), value.key() + "." + name,
                        "unknown key" + Suggestion.of(name, List.of("file", "env")));
            }
        });
        final Tree.Member file = tree.members().get("file");
        final Tree.Member env = tree.members().get("env");
        if ((file == null) == (env == null)) {
            value.problem("expected either {file: path} or {env: NAME}");
            return Optional.empty();
        }
        final Tree.Member member = file == null ? env : file;
        final Value name = new Value(member.value(), member.at(), value.key() + (file == null ? ".env" : ".file"), "",
                value.scope());
        final Optional<String> text = name.scalar(file == null ? "the name of a variable" : "a path");
        if (text.isEmpty()) {
            return text;
        }
        return file == null ? variable(name, text.get()) : content(name, text.get());
    }

    private static Optional<String> variable(final Value name, final String variable) {
        final String found = name.scope().env().apply(variable);
        if (found == null) {
            name.problem("the environment has no variable " + variable);
        }
        return Optional.ofNullable(found);
    }

    private static Optional<String> content(final Value name, final String path) {
        try {
            final Path file = name.scope().dir().resolve(path).normalize();
            if (!Files.isRegularFile(file)) {
                name.problem("there is no file " + path);
                return Optional.empty();
            }
            if (Files.size(file) > FILE_MAX_BYTES) {
                name.problem("the file is larger than " + Units.size(FILE_MAX_BYTES));
                return Optional.empty();
            }
            final String text = StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString().stripTrailing();
            if (text.isEmpty()) {
                name.problem("the file is empty");
                return Optional.empty();
            }
            if (!text.startsWith(DEMO)) {
                warnIfPublic(name, file);
            }
            return Optional.of(text);
        } catch (final CharacterCodingException e) {
            name.problem("the file is not UTF-8 text");
        } catch (final IOException | IllegalArgumentException e) {
            name.problem("can't read the file: " + e.getClass().getSimpleName());
        }
        return Optional.empty();
    }

    /** Warns when everybody on the machine may read a file that few should. */
    static void warnIfPublic(final Value name, final Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        final Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
            name.warning("everybody on this machine may read the file; chmod o= it");
        }
    }
}
