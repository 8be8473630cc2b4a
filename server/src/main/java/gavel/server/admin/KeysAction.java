package gavel.server.admin;

import gavel.config.MasterKey;
import gavel.persist.keys.KeyException;
import gavel.persist.keys.KeyStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes another master key, for POST to {@code /keys}: it is read from a file, so that it goes over no wire. Called by
 * the threads of the operators' port; answers when all keys are wrapped by it.
 */
final class KeysAction implements Action {
    private static final long FILE_MAX_BYTES = 64 * 1024;

    private final Optional<KeyStore> keys;

    KeysAction(final Optional<KeyStore> keys) {
        this.keys = keys;
    }

    @Override
    public Reply reply(final Map<String, Object> members) {
        final String file = new Members(members, List.of("file")).text("file");
        if (keys.isEmpty()) {
            throw new AdminException(Reply.CONFLICT, "no personal.key is configured; set one and restart");
        }
        try {
            final long rotated = keys.get().rotate(read(file));
            return Reply.json(Reply.OK, JsonBody.object("file", file, "wrapped", rotated));
        } catch (final KeyException e) {
            throw new AdminException(Reply.CONFLICT, e.getMessage() + "; keys before it are wrapped by the new one, so "
                    + "keep all master keys");
        } catch (final IOException e) {
            throw new AdminException(Reply.UNAVAILABLE, "the keys can't be written: " + e.getMessage()
                    + "; keep all master keys, and try again after a restart");
        }
    }

    private static List<MasterKey> read(final String file) {
        try {
            final Path path = Path.of(file);
            if (!path.isAbsolute() || !Files.isRegularFile(path) || Files.size(path) > FILE_MAX_BYTES) {
                throw Members.bad("file: the whole path of a file with a key is wanted, as the server sees it");
            }
            return MasterKey.parse(Files.readString(path));
        } catch (final IOException | InvalidPathException e) {
            throw Members.bad("file: it can't be read: " + e.getClass().getSimpleName());
        } catch (final IllegalArgumentException e) {
            throw Members.bad("file: " + e.getMessage());
        }
    }
}
