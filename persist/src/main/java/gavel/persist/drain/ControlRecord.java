package gavel.persist.drain;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.concurrent.CompletableFuture;

/** A record from a thread that is not a loop, and who waits for it. Handed from that thread to the drain. */
record ControlRecord(UnsafeBuffer buffer, CompletableFuture<Long> sequence) {
}
