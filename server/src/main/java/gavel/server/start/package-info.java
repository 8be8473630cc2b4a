/** Starting and stopping: the one place where threads begin. */
package gavel.server.start;
