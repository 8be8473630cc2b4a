package gavel.server.start;

import gavel.server.runtime.Faults;
import org.agrona.concurrent.Agent;

/** Says each distinct mistake of the server's own once, on the standard error. Runs on the stats thread. */
final class FaultsAgent implements Agent {
    private final Faults faults;

    FaultsAgent(final Faults faults) {
        this.faults = faults;
    }

    @Override
    public int doWork() {
        final Faults.Fault fault = faults.pollUnseen();
        if (fault == null) {
            return 0;
        }
        System.err.print("gavel: a mistake of the server's own, said once and counted in gavel_faults_total: "
                + fault.text());
        return 1;
    }

    @Override
    public String roleName() {
        return "faults";
    }
}
