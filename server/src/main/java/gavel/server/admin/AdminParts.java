package gavel.server.admin;

import gavel.config.Config;
import gavel.persist.keys.KeyStore;
import gavel.persist.ledger.Ledger;
import gavel.persist.ledger.SettleAgent;
import gavel.persist.recover.RecordStore;
import gavel.server.path.LeadLoop;
import gavel.server.path.People;
import gavel.server.path.SharedParts;
import gavel.server.path.StatusAgent;
import gavel.server.path.TopUpPath;
import gavel.server.path.UnknownPath;
import gavel.server.route.CapCheck;
import gavel.server.runtime.Transport;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the operators' port looks at. Immutable; any thread may read what each part says that anyone may read.
 *
 * @param config         what the server runs with.
 * @param configVersion  its number in the journal.
 * @param startedEpochMs when the server was started.
 * @param dataDir        where its records are.
 * @param transport      how its sockets are driven.
 * @param loops          its event loops.
 * @param shared         what they share.
 * @param store          its records.
 * @param caps           what is taken of caps; with calendars of its own.
 * @param topUps         records what buyers pay in.
 * @param unknown        what ends posts whose outcome nobody knows, and has them.
 * @param status        asks buyers what became of them.
 * @param people         what is kept of people.
 * @param keys           the keys of what is kept, if a master key is configured.
 * @param ledger         its books.
 * @param settle         what carries the journal into the books.
 */
public record AdminParts(Config config, int configVersion, long startedEpochMs, Path dataDir, Transport transport,
                         List<LeadLoop> loops, SharedParts shared, RecordStore store, CapCheck caps, TopUpPath topUps,
                         UnknownPath unknown, StatusAgent status, People people, Optional<KeyStore> keys,
                         Ledger ledger, SettleAgent settle) {
}
