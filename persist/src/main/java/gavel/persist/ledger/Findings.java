package gavel.persist.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a check or a comparison found. Filled by one thread, then read by any. */
public final class Findings {
    /** Sentences that are kept; all are counted. */
    static final int KEPT_MAX = 1_000;

    private final List<Finding> list = new ArrayList<>();
    private long count;
    private long records;
    private long position;
    private long behind;
    private LedgerHead head = LedgerHead.START;

    /**
     * One thing that is wrong.
     *
     * @param journalSequence the record that it concerns, or 0 when it is none.
     */
    public record Finding(long journalSequence, String sentence) {
        @Override
        public String toString() {
            return (journalSequence == 0 ? "ledger: " : "record " + journalSequence + ": ") + sentence;
        }
    }

    Findings() {
    }

    void add(final long journalSequence, final String sentence) {
        count++;
        if (list.size() < KEPT_MAX) {
            list.add(new Finding(journalSequence, sentence));
        }
    }

    void onWalked(final long recordsWalked, final long ledgerPosition, final long recordsBehind) {
        records = recordsWalked;
        position = ledgerPosition;
        behind = recordsBehind;
    }

    void onHead(final LedgerHead ofJournal) {
        head = ofJournal;
    }

    /** What vouches for the records that were walked; worth noting when nothing is wrong. */
    public LedgerHead head() {
        return head;
    }

    /** Whether nothing is wrong. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** The first thousand, in the order in which they were found. */
    public List<Finding> list() {
        return Collections.unmodifiableList(list);
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** Records that were walked. */
    public long records() {
        return records;
    }

    /** Record at which the ledger stands. */
    public long position() {
        return position;
    }

    /** Records that the journal has beyond it; not settled yet, which is no fault. */
    public long behind() {
        return behind;
    }

    /** For people: a line for each, and what was looked at. */
    public String text() {
        final StringBuilder text = new StringBuilder();
        for (final Finding finding : list) {
            text.append(finding).append('\n');
        }
        if (count > list.size()) {
            text.append("and ").append(count - list.size()).append(" more\n");
        }
        text.append(count == 0 ? "nothing wrong" : count + " findings").append(" in ").append(records)
                .append(" records; the ledger stands at record ").append(position);
        if (behind > 0) {
            text.append(", ").append(behind).append(" behind the journal");
        }
        return text.append('\n').toString();
    }
}
