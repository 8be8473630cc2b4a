package gavel.buyersim;

/**
 * When one call came in and when its answer left, monotonic clock of this machine. Immutable, any thread.
 *
 * @param sheet      the file
 * @param leadRef    the publisher's own lead id
 * @param buyerId    who was called
 * @param call       ping or post
 * @param receivedNs when the last byte of the request was read
 * @param answeredNs when the last byte of the answer was handed to the kernel, or {@link Exchange#NOT_ANSWERED}
 */
record TimingLine(LineWriter.Sheet sheet, String leadRef, String buyerId, Call call, long receivedNs,
                  long answeredNs) implements LineWriter.Line {
    static final String HEADER = "lead_ref,buyer,call,received_ns,answered_ns";

    @Override
    public void appendTo(final StringBuilder text) {
        LineWriter.appendCsv(text, leadRef);
        text.append(',').append(buyerId).append(',').append(call.word()).append(',').append(receivedNs).append(',');
        if (answeredNs != Exchange.NOT_ANSWERED) {
            text.append(answeredNs);
        }
    }
}
