package gavel.buyersim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A checked script: who listens where and behaves how. Immutable, any thread.
 *
 * @param buyers one entry per simulated buyer, {@code count} already unfolded
 */
public record Script(List<BuyerScript> buyers) {
    public Script {
        buyers = List.copyOf(buyers);
    }

    /** Reads and checks a script; certificate files are looked for beside it. */
    public static Script read(final Path file) throws IOException, ScriptException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Path folder = file.toAbsolutePath().getParent();
        return new ScriptReader(file.toString(), folder).read(text);
    }

    /** Checks a script held in memory; {@code name} is what problems call it. */
    public static Script parse(final String name, final String text) throws ScriptException {
        return new ScriptReader(name, Path.of("").toAbsolutePath()).read(text);
    }
}
