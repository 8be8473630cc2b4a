package gavel.server.start;

import gavel.persist.ledger.SettleAgent;
import gavel.server.intake.Door;
import org.agrona.concurrent.Agent;

/** Closes the door for leads when settlement finds the books broken. Runs on the settle thread, after it. */
final class BooksAgent implements Agent {
    private final SettleAgent settle;
    private final Door door;

    BooksAgent(final SettleAgent settle, final Door door) {
        this.settle = settle;
        this.door = door;
    }

    @Override
    public int doWork() {
        if (settle.isBreached()) {
            door.onBooksBroken();
        }
        return 0;
    }

    @Override
    public String roleName() {
        return "books";
    }
}
