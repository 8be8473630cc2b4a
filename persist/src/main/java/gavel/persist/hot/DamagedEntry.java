package gavel.persist.hot;

/** Identity of a record that recovery found damaged in a hot map. Immutable; any thread. */
public record DamagedEntry(long id, int kindCode, int attempt) {
}
