package gavel.persist.ledger;

import java.nio.file.Path;

/** A process of its own that tries to open the ledger of the directory in its argument. */
final class OpensALedger {
    private OpensALedger() {
    }

    public static void main(final String[] arguments) {
        Ledger.open(Path.of(arguments[0]), SettleTest.MEMORY_BYTES).close();
    }
}
