package gavel.perf.load;

import java.io.PrintWriter;

/**
 * Shows a run while it is on: one block that is drawn over on a terminal, else a line every few seconds.
 * Used by the thread that runs the load.
 */
final class LiveView implements LoadListener {
    private static final int LINE_EVERY_S = 5;
    private static final int BLOCK_LINES = 3;

    private final PrintWriter out;
    private final boolean isTerminal;
    private boolean isDrawn;
    private double lastLineS;
    private double lastS;
    private long lastEnded;

    LiveView(final PrintWriter out, final boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** Whether somebody watches: bin/gavel knows, and says so in this property. */
    static boolean isTerminal() {
        return Boolean.getBoolean("gavel.terminal");
    }

    @Override
    public void onInterval(final Progress progress, final LoadInterval interval) {
        if (!isTerminal && progress.elapsedS() - lastLineS < LINE_EVERY_S) {
            return;
        }
        final double rate = (progress.ended() - lastEnded) / Math.max(1e-3, progress.elapsedS() - lastS);
        lastEnded = progress.ended();
        lastS = progress.elapsedS();
        lastLineS = progress.elapsedS();
        final String phase = progress.isWarmUp() ? "warm-up" : "measuring";
        final String leads = String.format("%d of %d leads, %.0f/s, %d in flight, %d sold, %d errors",
            progress.ended(), progress.leads(), rate, progress.inFlight(), progress.sold(), progress.errors());
        final String latency = String.format("response p50 %.1f ms, p99 %.1f ms; send lag p99 %.2f ms",
            Percentile.P50.of(interval.response()) / 1e3, Percentile.P99.of(interval.response()) / 1e3,
            Percentile.P99.of(interval.sendLag()) / 1e3);
        final String head = String.format("%s %5.1f s %s", progress.publisher(), progress.elapsedS(), phase);
        if (isTerminal) {
            out.print((isDrawn ? "\033[" + BLOCK_LINES + "A" : "") + "\033[2K" + head + "\n\033[2K  " + leads
                + "\n\033[2K  " + latency + '\n');
            isDrawn = true;
        } else {
            out.println(head + ": " + leads + "; " + latency);
        }
        out.flush();
    }
}
