package gavel.persist.recover;

import gavel.config.ServerConfig;
import gavel.persist.DataDirectory;
import gavel.persist.hot.DamagedEntry;
import gavel.persist.hot.HotShape;
import gavel.persist.journal.Disk;
import gavel.persist.journal.JournalEnd;
import gavel.persist.journal.JournalReader;
import gavel.persist.journal.JournalVisitor;
import gavel.persist.journal.JournalWriter;
import gavel.persist.journal.TornTail;
import gavel.persist.record.RecordHeader;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochClock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The steps from a locked directory to one that can be written, see {@link RecordStore}. The opening thread. */
final class StoreOpening {
    private static final int SALE_CHUNK_BYTES = 1024;
    private static final int KEPT_FIELDS_BYTES = 1024;
    private static final int CLICK_CHUNK_BYTES = 512;
    private static final int CLICK_MAX_BYTES = 2048;
    private static final int BID_MAX_BYTES = 525;
    private static final int TEXTS_MAX_BYTES = 16 * 1024;
    private static final long NS_PER_MS = 1_000_000;

    private final ServerConfig config;
    private final List<JournalVisitor> visitors;
    private final StopAnswer answers;
    private final Disk disk;
    private final EpochClock clock;
    private final Path journal;
    private final CleanMarker marker;
    private final HotFiles hot;
    private boolean wasClean;
    private JournalScan scan;
    private JournalEnd end;
    private JournalWriter writer;
    private int recovered;
    private List<DamagedEntry> damaged = List.of();

    StoreOpening(final Path dataDir, final ServerConfig config, final int loops, final List<JournalVisitor> visitors,
                 final StopAnswer answers, final Disk disk, final EpochClock clock) {
        this.config = config;
        this.visitors = visitors;
        this.answers = answers;
        this.disk = disk;
        this.clock = clock;
        final DataDirectory data = new DataDirectory(dataDir);
        this.journal = data.journal();
        this.marker = new CleanMarker(data, disk);
        final List<HotShape> shapes = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
            shapes.add(saleShape(config, i));
            shapes.add(clickShape(config, i));
        }
        this.hot = new HotFiles(data.hot(), shapes);
        this.wasClean = !Files.exists(data.hot()) && !Files.exists(journal);
    }

    static HotShape saleShape(final ServerConfig config, final int loop) {
        final int longest = Math.min(RecordHeader.RECORD_MAX_BYTES,
                TEXTS_MAX_BYTES + 2 * config.intake().bodyMaxBytes() + BID_MAX_BYTES * config.ping().candidatesMax());
        return new HotShape(String.format("sales-%02d", loop), config.sale().entries(),
                SALE_CHUNK_BYTES + (config.personal().keys().isEmpty() ? 0 : KEPT_FIELDS_BYTES), longest);
    }

    static HotShape clickShape(final ServerConfig config, final int loop) {
        return new HotShape(String.format("clicks-%02d", loop), config.click().entries(), CLICK_CHUNK_BYTES,
                CLICK_MAX_BYTES);
    }

    void run() throws IOException {
        final long cleanSequence = marker.read();
        wasClean |= cleanSequence > 0;
        hot.read(wasClean);
        if (wasClean && !hot.records().isEmpty()) {
            wasClean = false;
        }
        scanJournal(cleanSequence);
        marker.remove();
        TornTail.erase(end, disk);
        writer = new JournalWriter(journal, config.drain().segmentBytes(), config.drain().batchMaxBytes(),
                config.node(), clock, disk, end);
        if (!wasClean) {
            recover();
        }
        hot.renew();
    }

    private void scanJournal(final long cleanSequence) {
        try (JournalReader reader = new JournalReader(journal)) {
            if (reader.firstSequence() > 1) {
                throw new StoreException(StoreException.Code.DAMAGED, "the journal in " + journal
                        + " begins with record " + reader.firstSequence()
                        + ": segments are missing. Restore them from a backup.", null);
            }
            scan = new JournalScan(hot.records(), hot.damaged());
            reader.read(this::visit, JournalReader.NO_LIMIT, Long.MAX_VALUE);
            end = reader.end();
        }
        if (cleanSequence > 0 && (end.nextSequence() != cleanSequence || end.tornBytes() > 0)) {
            throw new StoreException(StoreException.Code.DAMAGED, "the journal in " + journal + " ends before record "
                    + end.nextSequence() + ", but the last stop was clean and the next record was to be "
                    + cleanSequence + ". Files are missing or damaged: restore them from a backup.", null);
        }
        for (final JournalVisitor visitor : visitors) {
            visitor.onEnd(end.nextSequence());
        }
    }

    private void visit(final long location, final DirectBuffer buffer, final int offset, final int length) {
        scan.onRecord(location, buffer, offset, length);
        for (final JournalVisitor visitor : visitors) {
            visitor.onRecord(location, buffer, offset, length);
        }
    }

    private void recover() throws IOException {
        damaged = scan.damaged();
        final Recovery recovery = new Recovery(writer, List.of(this::visit), answers, clock.time() * NS_PER_MS);
        recovery.appendMissing(scan.missing());
        try (JournalReader reader = new JournalReader(journal)) {
            recovery.appendEnds(scan.openLeads(), reader);
        }
        recovered = recovery.appended();
    }

    boolean wasClean() {
        return wasClean;
    }

    int recovered() {
        return recovered;
    }

    List<DamagedEntry> damaged() {
        return damaged;
    }

    JournalScan scan() {
        return scan;
    }

    JournalWriter writer() {
        return writer;
    }

    HotFiles hot() {
        return hot;
    }

    CleanMarker marker() {
        return marker;
    }

    Path journal() {
        return journal;
    }

    void abandon() {
        try {
            hot.close(false);
            if (writer != null) {
                writer.close();
            }
        } catch (final IOException e) {
            throw new StoreException(StoreException.Code.IO, "closing after a failed start: " + e.getMessage(), e);
        }
    }
}
