package gavel.server.http;

/** Who is told of requests; turns the arrow from the connection to the path. Called on the connection's loop. */
public interface HttpRequests {
    /**
     * A whole request is here. The arrays are only good until this method returns.
     *
     * @param receivedNs when its first byte was read.
     */
    void onRequest(HttpConnection connection, RequestHead head, byte[] body, int bodyOffset, int bodyLength,
                   long receivedNs);

    /** A request was refused by its form; the connection is answering and closes after that. */
    void onFault(HttpConnection connection, HttpFault fault);

    /**
     * Something was thrown on the connection, by the peer's socket or by who was told of a request. If a request is
     * being answered, it may be answered now; the connection closes after this.
     */
    void onException(HttpConnection connection, Throwable cause);
}
