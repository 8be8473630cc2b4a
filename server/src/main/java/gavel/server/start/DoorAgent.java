package gavel.server.start;

import gavel.persist.drain.DrainAgent;
import gavel.persist.ledger.SettleAgent;
import gavel.server.intake.Door;
import org.agrona.concurrent.Agent;

import java.util.Objects;

/**
 * Opens and closes the door for leads as the journal's disk and the books stand, and says on the standard error, once
 * for each, what is wrong with them. Runs on the stats thread, because the settle thread may have to wait.
 */
final class DoorAgent implements Agent {
    private final SettleAgent settle;
    private final DrainAgent drain;
    private final Door door;
    private String said;
    private boolean full;

    DoorAgent(final SettleAgent settle, final DrainAgent drain, final Door door) {
        this.settle = settle;
        this.drain = drain;
        this.door = door;
    }

    @Override
    public int doWork() {
        if (settle.isBreached()) {
            door.onBooksBroken();
        }
        if (drain.isRoomMissing() != full) {
            full = !full;
            door.onDiskFull(full);
            System.err.println(full ? "gavel: the disk has no room for the journal's next segment, so no lead is taken;"
                    + " make room, and leads are taken again" : "gavel: the disk has room again; leads are taken");
        }
        final String error = settle.lastError();
        if (error != null && !Objects.equals(error, said)) {
            System.err.println(settle.isBreached() ? "gavel: the books would be wrong, so no lead is taken any more: "
                    + error + "; stop, then look with gavel journal verify and gavel ledger verify"
                    : "gavel: the ledger falls behind, no sale is lost, and it is tried again: " + error);
            said = error;
        }
        return 0;
    }

    @Override
    public String roleName() {
        return "door";
    }
}
