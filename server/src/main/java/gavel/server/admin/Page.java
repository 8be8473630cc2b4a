package gavel.server.admin;

/** What stands at one path of the operators' port. Called by the threads of that port. */
@FunctionalInterface
interface Page {
    /**
     * The answer to one request.
     *
     * @throws AdminException it can't be answered.
     */
    Reply reply(Query query);

    /** Whether it may take long; one such page is read at a time, so that a thread is left for the short ones. */
    default boolean isLong() {
        return false;
    }
}
