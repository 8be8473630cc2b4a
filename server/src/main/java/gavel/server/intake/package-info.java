/** Bytes become a lead: authentication, members of the request, limits, idempotency; and the answer's bytes. */
package gavel.server.intake;
