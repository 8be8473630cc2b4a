/** The commands of bin/gavel that belong to the server. */
package gavel.server.command;
