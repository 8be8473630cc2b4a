package gavel.server.path;

import gavel.server.buyer.CallGate;
import gavel.server.intake.Door;
import gavel.server.intake.IdempotencyGate;
import gavel.server.ping.PingTimeouts;
import gavel.server.route.BreakerGate;
import gavel.server.runtime.Faults;
import gavel.server.validate.DuplicateGate;

/**
 * What all loops share: small classes over atomic cells, each of which says what it guarantees. Any thread.
 *
 * @param door        whether leads are taken.
 * @param idempotency keys that are in use.
 * @param duplicates  people that were sold.
 * @param answers     outcomes of earlier leads.
 * @param faults      what went wrong that never should.
 * @param breakers    by which share of leads each buyer is skipped.
 * @param calls       pings and posts of each buyer that are under way.
 * @param timeouts    how long each buyer may take to answer a ping.
 */
public record SharedParts(Door door, IdempotencyGate idempotency, DuplicateGate duplicates, AnswerStore answers,
                          Faults faults, BreakerGate breakers, CallGate calls, PingTimeouts timeouts) {
}
