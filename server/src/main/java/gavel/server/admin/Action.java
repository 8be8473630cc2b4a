package gavel.server.admin;

import java.util.Map;

/** What a POST to one path of the operators' port does. Called by the threads of that port. */
@FunctionalInterface
interface Action {
    /**
     * Does it.
     *
     * @param members of the request's JSON object.
     * @throws AdminException it can't be done; nothing has changed, unless the message says that it may have.
     */
    Reply reply(Map<String, Object> members);
}
