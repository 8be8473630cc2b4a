package gavel.server.admin;

import gavel.persist.ledger.LedgerException;
import gavel.persist.ledger.Reports;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Reports from the running ledger, for {@code /report/..}. Called by the threads of the operators' port. */
final class ReportPage implements Page {
    private final String name;
    private final Reports reports;

    ReportPage(final String name, final Reports reports) {
        this.name = name;
        this.reports = reports;
    }

    @Override
    public Reply reply(final Query query) {
        final ReportRequest request = ReportRequest.of(name, query, LocalDate.now(ZoneOffset.UTC));
        try {
            return request.read(reports);
        } catch (final LedgerException e) {
            throw new AdminException(Reply.UNAVAILABLE, e.getMessage());
        }
    }

    @Override
    public boolean isLong() {
        return true;
    }
}
