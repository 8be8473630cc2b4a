package gavel.server.admin;

import java.util.Locale;

/** The reports there are. Immutable; any thread. */
enum Report {
    /** What is owed to each publisher. */
    PAYOUTS,
    /** Sales one by one. */
    SALES,
    /** What each buyer was asked, bid and took. */
    BUYERS;

    /** As it stands in an address and on a command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The report of a word.
     *
     * @throws AdminException there is none.
     */
    static Report of(final String word) {
        for (final Report report : values()) {
            if (report.word().equals(word)) {
                return report;
            }
        }
        throw new AdminException(Reply.NOT_FOUND, "no report " + word + "; there are "
                + String.join(", ", ReportRequest.NAMES));
    }
}
