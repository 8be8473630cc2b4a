package gavel.server.admin;

import gavel.persist.keys.KeyException;
import gavel.persist.ledger.ReportFormat;
import gavel.persist.ledger.ReportTable;
import gavel.persist.ledger.ReportTable.Column;
import gavel.persist.ledger.ReportTable.Kind;
import gavel.server.path.People;

import java.io.IOException;
import java.util.List;

/** The fields of a lead, as they were posted, at {@code /person}. Called by the threads of the operators' port. */
final class PersonPage implements Page {
    private static final List<String> PARAMETERS = List.of("lead_id", "format");
    private static final List<Column> COLUMNS =
            List.of(new Column("field", Kind.TEXT, false), new Column("value", Kind.TEXT, false));

    private final People people;

    PersonPage(final People people) {
        this.people = people;
    }

    @Override
    public Reply reply(final Query query) {
        query.allow(PARAMETERS);
        final ReportFormat format = ReportRequest.format(query.value("format"));
        final String leadId = query.value("lead_id") == null ? "" : query.value("lead_id");
        final ReportTable table = new ReportTable();
        table.begin("the fields of lead " + leadId, COLUMNS);
        try {
            people.fields(PersonAction.kept(people, leadId))
                    .forEach((field, value) -> table.row(new Object[] {field, value}));
        } catch (final KeyException e) {
            throw new AdminException(e.code() == KeyException.Code.ERASED ? Reply.NOT_FOUND : Reply.CONFLICT,
                    "the fields of lead " + leadId + " can't be read: " + e.getMessage());
        } catch (final IOException e) {
            throw new AdminException(Reply.UNAVAILABLE, "the keys can't be read: " + e.getMessage());
        }
        return ReportRequest.reply(format, table);
    }

    @Override
    public boolean isLong() {
        return true;
    }
}
