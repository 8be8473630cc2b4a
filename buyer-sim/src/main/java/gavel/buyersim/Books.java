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

    Books(LineWriter bookWriter, LineWriter.Sheet bookSheet, LineWriter timingWriter, LineWriter.Sheet timingSheet,
          int acceptedLimit) {
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
    void book(String leadRef, Exchange.Sale sale, boolean isAnswered) {
        if (bookWriter != null) {
            bookWriter.write(new BookLine(bookSheet, leadRef, sale, isAnswered));
        }
    }

    void time(String leadRef, String buyerId, Call call, long receivedNs, long answeredNs) {
        if (timingWriter != null) {
            timingWriter.offer(new TimingLine(timingSheet, leadRef, buyerId, call, receivedNs, answeredNs));
        }
    }
}
