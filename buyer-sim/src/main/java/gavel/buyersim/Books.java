package gavel.buyersim;

/**
 * Where one buyer writes: its book, the shared timings, the map of accepted leads; each may be absent. Called on the
 * buyer's event loop; the files are written elsewhere.
 */
final class Books {
    static final Books NONE = new Books(null, null, null, null, 0);
    private final LineWriter bookWriter;
    private final LineWriter.Sheet bookSheet;
    private final LineWriter timingWriter;
    private final LineWriter.Sheet timingSheet;
    private final int acceptedLimit;

    Books(final LineWriter bookWriter, final LineWriter.Sheet bookSheet, final LineWriter timingWriter,
          final LineWriter.Sheet timingSheet, final int acceptedLimit) {
        this.bookWriter = bookWriter;
        this.bookSheet = bookSheet;
        this.timingWriter = timingWriter;
        this.timingSheet = timingSheet;
        this.acceptedLimit = acceptedLimit;
    }

    /** How many accepted leads are to be kept in memory. */
    int acceptedLimit() {
        return acceptedLimit;
    }

    /** Room for one line of the book; without it a post may not be decided. */
    boolean tryReserve() {
        return bookWriter == null || bookWriter.tryReserve();
    }

    void release() {
        if (bookWriter != null) {
            bookWriter.release();
        }
    }

    /** Uses up what {@link #tryReserve} granted. */
    void book(final String leadRef, final Exchange.Sale sale, final boolean isAnswered) {
        if (bookWriter != null) {
            bookWriter.write(new BookLine(bookSheet, leadRef, sale, isAnswered));
        }
    }

    void time(final String leadRef, final String buyerId, final Call call, final long receivedNs,
              final long answeredNs) {
        if (timingWriter != null) {
            timingWriter.offer(new TimingLine(timingSheet, leadRef, buyerId, call, receivedNs, answeredNs));
        }
    }
}
