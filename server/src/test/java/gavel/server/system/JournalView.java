package gavel.server.system;

import gavel.persist.journal.JournalReader;
import gavel.persist.record.Bodies;
import gavel.persist.record.BodyReader;
import gavel.persist.record.Ids;
import gavel.persist.record.RecordDecoder;
import gavel.persist.record.RecordKind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The records of a journal, decoded. Immutable. */
record JournalView(List<Row> rows) {
    /** One record; the body is one of {@link Bodies}. */
    record Row(RecordKind kind, long id, int attempt, long sequence, Object body) {
        String leadId() {
            return Ids.print(id);
        }

        Bodies.PostingBody posting() {
            return (Bodies.PostingBody) body;
        }

        Bodies.PostEndedBody postEnded() {
            return (Bodies.PostEndedBody) body;
        }

        Bodies.SaleBody sale() {
            return (Bodies.SaleBody) body;
        }

        Bodies.LeadEndedBody leadEnded() {
            return (Bodies.LeadEndedBody) body;
        }

        Bodies.ClickBody click() {
            return (Bodies.ClickBody) body;
        }
    }

    static JournalView read(final Path data, final long limit) {
        final List<Row> rows = new ArrayList<>();
        final RecordDecoder decoder = new RecordDecoder();
        try (JournalReader reader = new JournalReader(data.resolve("journal"))) {
            reader.read((location, buffer, offset, length) -> {
                decoder.wrap(buffer, offset);
                rows.add(new Row(decoder.kind(), decoder.id(), decoder.attempt(), decoder.sequence(), body(decoder)));
            }, limit, Long.MAX_VALUE);
        }
        return new JournalView(rows);
    }

    private static Object body(final RecordDecoder decoder) {
        switch (decoder.kind()) {
            case CONFIG:
                return BodyReader.config(decoder);
            case CLICK:
                return BodyReader.click(decoder);
            case POSTING:
                return BodyReader.posting(decoder);
            case POST_ENDED:
                return BodyReader.postEnded(decoder);
            case SALE:
                return BodyReader.sale(decoder);
            case LEAD_ENDED:
                return BodyReader.leadEnded(decoder);
            default:
                return null;
        }
    }

    List<Row> of(final RecordKind kind) {
        return rows.stream().filter(row -> row.kind == kind).toList();
    }

    /** The kinds of a lead's records, in order. */
    List<RecordKind> kinds(final String leadId) {
        return rows.stream().filter(row -> row.leadId().equals(leadId)).map(Row::kind).toList();
    }

    /** The one record of a kind that a lead has. */
    Row one(final RecordKind kind, final String leadId) {
        final List<Row> found = of(kind).stream().filter(row -> row.leadId().equals(leadId)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " records " + kind + " of " + leadId + " in " + rows);
        }
        return found.get(0);
    }
}
