package gavel.persist.recover;

import gavel.persist.TestConfig;
import gavel.persist.TestRecords;
import gavel.persist.drain.LoopRecords;
import gavel.persist.record.IdSource;
import gavel.persist.record.Ids;
import org.agrona.concurrent.AgentRunner;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that {@link KillTest} kills. Prints identity and kind of each record that is safe: a click once it is in
 * the hot map, which is all that a kill needs, everything else once it is forced. Runs until it is killed.
 */
public final class KillTestVictim {
    private KillTestVictim() {
    }

    public static void main(final String[] arguments) {
        final RecordStore store = RecordStore.open(Path.of(arguments[0]),
                TestConfig.server(4096, 4096, 4 << 20, 1 << 20), 1, List.of(), failure -> Runtime.getRuntime().halt(3),
                TestRecords.NO_ANSWER);
        AgentRunner.startOnThread(new AgentRunner(store.drain().idleStrategy(), Throwable::printStackTrace, null,
                store.drain()));
        final LoopRecords loop = store.loop(0);
        final Thread self = Thread.currentThread();
        loop.onWakeup(() -> LockSupport.unpark(self));
        final IdSource ids = new IdSource(3, 0, store.highestId());
        final TestRecords records = new TestRecords();
        final PrintStream out = new PrintStream(System.out, false);
        while (true) {
            for (int i = 0; i < 20 && loop.takeCredits(2); i++) {
                final long id = ids.next(System.currentTimeMillis());
                final String printed = Ids.print(id);
                loop.insert(records.encoder(), records.posting(id, 1), (kind, attempt) -> {
                    out.println(printed + " " + kind.code());
                    loop.insert(records.encoder(), records.sale(id, 1),
                            (saleKind, saleAttempt) -> out.println(printed + " " + saleKind.code()));
                });
                if (loop.takeClickCredit()) {
                    final long clickId = ids.next(System.currentTimeMillis());
                    loop.insert(records.encoder(), records.click(clickId), null);
                    out.println(Ids.print(clickId) + " 2");
                }
            }
            out.flush();
            if (loop.reap() == 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
